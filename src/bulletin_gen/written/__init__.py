"""Reading the text files that people write: every slip by file, line and key."""
