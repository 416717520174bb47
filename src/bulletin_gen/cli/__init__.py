"""The command: parses, calls, shows, and says by its exit code how it went (0 written, 1 not, 2 wrong usage)."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from bulletin_gen.leaves.frugal import collect_not_at_the_end, collect_seldom


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit code."""
    from bulletin_gen.cli.app import run_app

    return run_app(arguments)


def run() -> NoReturn:
    """The whole life of the command's own process.

    Python would search all that is left for cycles before it ends, twice; it goes with the process as it is.
    """
    from bulletin_gen.cli.screen.surroundings import sound_environment, speak_utf8

    speak_utf8()
    sound_environment(os.environ)
    collect_seldom()
    # A plugin that some other package brings has no say here; to look for one, all packages' metadata would be read.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    code = main()
    collect_not_at_the_end()
    sys.exit(code)


if __name__ == "__main__":
    run()
