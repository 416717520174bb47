"""Official hotline bulletins (通报) from work-order spreadsheets."""

__version__ = "0.1.0"
