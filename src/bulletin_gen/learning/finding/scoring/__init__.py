"""Scores: by weights of rates, by points for each order, by sheets of points; their grades and places."""
