"""Facts as they are kept: facts.json, the words that explain each figure, the base of the next period."""
