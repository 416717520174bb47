"""What stands out in a period, before a line is written: ``find.stand_out`` gives it as values."""
