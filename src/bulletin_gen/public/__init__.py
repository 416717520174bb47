"""The publication gate: a Word file in, a copy without citizens' data out, or the places that forbid it."""
