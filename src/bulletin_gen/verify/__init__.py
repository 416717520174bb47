"""Step 8: what was written is opened again and every number in it proved."""
