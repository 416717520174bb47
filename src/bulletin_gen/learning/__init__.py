"""From last month's bulletin and its orders: the rules that print it, found, proved and written as a county's folder.

Nothing here counts for a bulletin: what is found is written as an ordinary profile, and ``generate`` counts by it.
"""
