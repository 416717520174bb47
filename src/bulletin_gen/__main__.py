"""``python -m bulletin_gen``."""

from bulletin_gen.cli import run

run()
