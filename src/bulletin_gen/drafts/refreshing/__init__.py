"""An edited draft made to say what the figures are now; no other character of it changes."""
