"""平江 from spreadsheet to finished bulletin, cold, beside the same job in pandas, openpyxl and docxtpl; and --help.

python benchmarks/one_county.py
"""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path

from _table import ROOT, Row, at_least, least, run, show

COUNTY = ROOT / "examples" / "pingjiang"
#: Seconds that the command may take, cold, on two cores: help at once, a bulletin without waiting.
HELP, GENERATE = 0.35, 2.0


def annex_of(path: Path) -> list[list[str]]:
    """The cells of a bulletin's annex as printed."""
    import docx

    return [[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[-1].rows][1:]


def bench() -> bool:
    """Whether the bounds hold."""
    from usual.one_county import HEADS
    from usual.template import make

    with tempfile.TemporaryDirectory() as folder:
        out, template = Path(folder), Path(folder) / "template.docx"
        make(template, HEADS)
        generate = ("-m", "bulletin_gen", "generate", str(COUNTY), "2024-05", "--out", folder, "--no-record")
        other = ("-m", "usual.one_county", str(COUNTY), str(template), folder)
        for command in (generate, other):  # both once, so that neither reads its modules from a cold disk
            run(*command)
        ours, usual = least(partial(run, *generate)), least(partial(run, *other))
        assistance = least(partial(run, "-m", "bulletin_gen", "--help"), 5)
        written = next(path for path in out.glob("*.docx") if path.name.startswith("平江县"))
        assert annex_of(written) == json.loads((out / "annex.json").read_text(encoding="utf-8")), "annexes differ"
    rows = [
        Row("pandas + openpyxl + docxtpl", usual),
        at_least("bulletin-gen generate (with issues, facts, verification)", ours, usual, 3),
        Row("the same against its own limit", ours, ours / GENERATE, "≤ 1", ours <= GENERATE, f"limit {GENERATE} s"),
        Row("bulletin-gen --help", assistance, assistance / HELP, "≤ 1", assistance <= HELP, f"limit {HELP} s"),
    ]
    return show("(a) 平江, cold: process start to files written", rows)


if __name__ == "__main__":
    raise SystemExit(not bench())
