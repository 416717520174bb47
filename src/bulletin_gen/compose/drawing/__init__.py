"""Charts: made of facts by what the profile, or a pair of braces in a sentence, says that they show."""
