"""The desk: the monthly work in a browser's window on the clerk's own PC, over the same folders as the commands."""
