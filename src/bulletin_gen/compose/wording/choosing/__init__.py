"""What a sentence asks of a list or of one of its members beyond the first few: those past a bound, and its place;
and numbers in Chinese numerals."""
