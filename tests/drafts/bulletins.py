"""The five example counties' bulletins as files, with the facts that were recorded of them: made once."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from bulletin_gen.drafts.recorded import read_recorded
from bulletin_gen.pipeline import Options, generate
from bulletin_gen.runs.record import RecordedRun

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTIES = sorted(profile.parent.name for profile in EXAMPLES.glob("*/profile.yaml"))


@cache
def written(county: str) -> tuple[Path, RecordedRun]:
    """The .docx of a county's newest period, and its facts."""
    folder = Path(tempfile.mkdtemp(prefix="bulletin"))
    result = generate(EXAMPLES / county, None, folder, Options(record=False))
    docx = next(path for path in result.files if path.suffix == ".docx")
    return docx, read_recorded(folder / "facts.json")
