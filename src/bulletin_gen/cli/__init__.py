"""The command: parses, calls, shows, and says by its exit code how it went (0 written, 1 not, 2 wrong usage)."""

from __future__ import annotations

import sys

from bulletin_gen.cli.app import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
