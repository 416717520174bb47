"""Files that people write, changed a value, a row, a slot at a time; everything else in them stays."""
