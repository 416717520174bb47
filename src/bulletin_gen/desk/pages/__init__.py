"""What each address shows and takes; every figure and file comes from the rooms below."""
