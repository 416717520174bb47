"""What was found, as the files of a county."""
