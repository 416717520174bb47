"""What the commands show: text for the terminal from the results of steps."""
