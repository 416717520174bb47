"""核对表: each unit's printed figures and the orders behind them go out, its appeals come back as proposals."""
