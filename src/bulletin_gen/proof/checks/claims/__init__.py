"""What a sentence claims of numbers in words: an order, a bound, the highest and the lowest, a fraction, a trend."""
