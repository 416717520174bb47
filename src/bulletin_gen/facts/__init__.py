"""Step 6, first half: everything that can be said, established once."""

from __future__ import annotations

from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.figure import Figure

__all__ = ["Facts", "Figure"]
