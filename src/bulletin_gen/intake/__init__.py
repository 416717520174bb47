"""Steps 1 and 2: spreadsheets as they arrive → canonical dispatches, with an account of every row."""
