"""The checks, each a named function over a ``Discourse``; ``register.py`` lists them."""
