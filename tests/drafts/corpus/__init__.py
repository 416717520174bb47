"""A corpus of drafts that real programs have edited, with what was done to each as the truth to measure against."""
