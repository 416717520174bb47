"""How the desk is reached: addresses, safety, forms in and pages out, work in the background."""
