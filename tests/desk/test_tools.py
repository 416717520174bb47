"""What belongs to no county: any bulletin checked, a version for the public, the report of trouble, the first rows."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from urllib.parse import quote

from bulletin_gen.pipeline import generate
from desk.running import EXAMPLES, running


def test_a_bulletin_is_checked_and_made_public_and_nothing_of_it_stays(tmp_path: Path) -> None:
    city = tmp_path / "全市"
    shutil.copytree(EXAMPLES / "pingyu", city / "平舆县")
    generate(city / "平舆县", None, tmp_path / "out")
    word = next((tmp_path / "out").glob("*.docx"))
    inside = sorted(path for path in city.rglob("*"))
    with running(city) as desk:
        answer = desk.upload("/check/upload", "file", {word.name: word.read_bytes()})
        assert answer.status == 200 and "算对的" in answer.text
        assert len(zipfile.ZipFile(io.BytesIO(desk.get("/check.zip").body)).namelist()) >= 1
        made = desk.upload("/public/upload", "file", {word.name: word.read_bytes()})
        assert (
            made.status == 200 and made.body.startswith(b"PK") and "attachment" in made.headers["content-disposition"]
        )
        assert desk.upload("/check/upload", "file", {"空.docx": b""}).status == 400
        assert desk.upload("/public/upload", "file", {"a.txt": b"x"}).status == 400
        peek = desk.get(quote("/c/平舆县/columns/peek"))
        assert peek.status == 200 and "••••" in peek.text
        trouble = desk.get(f"/trouble.txt?county={quote('平舆县')}&period=2022-01")
        assert trouble.status == 200 and "units.csv" in trouble.text and "平舆" not in trouble.text
        assert desk.get("/jobs/99").status == 303
    assert sorted(path for path in city.rglob("*")) == inside
