"""Where a printed figure comes from: which one it is, its rule, its arithmetic, the rows behind it."""
