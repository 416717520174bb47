"""Commands that open a window instead of printing."""
