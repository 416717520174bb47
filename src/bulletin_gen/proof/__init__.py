"""Step 9, on any bulletin: does what it says agree with itself? Reading, sentences, checks, findings."""
