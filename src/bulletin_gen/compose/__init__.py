"""Step 6, second half: facts + templates + narrative → a typed bulletin."""
