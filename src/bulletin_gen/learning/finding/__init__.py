"""LearntRules that give printed numbers: all that may be are tried, the most likely are taken."""
