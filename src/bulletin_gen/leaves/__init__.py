"""What every room may use and that uses no room: numbers, periods, issues, characters, personal data."""
