"""Makes the example counties' spreadsheets: invented people and requests whose tallies are published facts."""
