"""Makes the spreadsheets of the example county folders: ``python examples/make_examples.py [--out DIR] [county …]``.

Profiles, unit sheets, supplied figures and narratives are kept by hand; everything else comes from here, seeded, so
that the same facts always give the same files.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from make import huaibei, junan, pingjiang, pingyu, ruzhou

COUNTIES: dict[str, Callable[[Path], None]] = {
    "pingjiang": pingjiang.make,
    "junan": junan.make,
    "pingyu": pingyu.make,
    "ruzhou": ruzhou.make,
    "huaibei": huaibei.make,
}


def main(arguments: list[str]) -> None:
    """Makes the named counties, all by default."""
    parser = argparse.ArgumentParser(description="Make the example counties' spreadsheets.")
    parser.add_argument("county", nargs="*", help=f"which counties (all by default): {', '.join(COUNTIES)}")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the county folders")
    options = parser.parse_args(arguments)
    for name in options.county or COUNTIES:
        COUNTIES[name](options.out)
        print(f"{name}: made")


if __name__ == "__main__":
    main(sys.argv[1:])
