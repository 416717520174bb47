"""What official sentences say: quantities with label, unit, role, and the sentence that they stand in."""
