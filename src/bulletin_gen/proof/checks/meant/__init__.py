"""What a sentence means by its words: the base it names, what it points back at, the rest of what it divides."""
