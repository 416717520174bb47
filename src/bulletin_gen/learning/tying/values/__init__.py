"""Values by which orders are sorted (categories, channels, types), as sentences and tables of the text count them."""
