"""What else of a sentence moves from month to month: changes, names of units and values, dates."""
