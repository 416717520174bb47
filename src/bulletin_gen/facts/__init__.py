"""Step 6, first half: everything that can be said, established once."""

from __future__ import annotations

from bulletin_gen.facts.figure import Figure
from bulletin_gen.facts.model import Facts

__all__ = ["Facts", "Figure"]
