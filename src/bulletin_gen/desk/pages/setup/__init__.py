"""The pages of a county itself: names of columns, units, rules, front, wording, earlier versions."""
