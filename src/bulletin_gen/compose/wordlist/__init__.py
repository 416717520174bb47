"""Every name that a county's own sentences can use: what it is worth now, its rule, and a sentence that uses it."""
