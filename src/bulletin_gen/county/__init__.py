"""What a county keeps by hand, as values: its folder, units, decisions, supplied figures, narrative."""
