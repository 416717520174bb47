"""Tables that people keep beside the exports: units, decisions, the calendar; and what is written into them."""
