"""Commands by which a county is set up."""
