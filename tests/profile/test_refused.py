"""A wrong rule stops the command before any order is read: with file, line and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.pipeline import generate
from english import in_english

EXAMPLE = Path(__file__).parents[2] / "examples" / "pingjiang"


@pytest.mark.parametrize(
    ("right", "wrong", "key", "reason"),
    [
        (  # a weight that refers to no rate
            "{rate: on_time_rate, points: 30}",
            "{rate: in_time_rate, points: 30}",
            "score → terms → 第2项 → rate",
            "是不是要写“on_time_rate”？",
        ),
        (  # overlapping bands
            "{grade: C, from: 80, deduct: 4}",
            "{grade: C, from: 86, deduct: 4}",
            "grades → 第3项 → from",
            "低于上一档的 85",
        ),
        (  # a base that does not exist
            "base: requests",
            "base: request",
            "breakdowns → categories → base",
            "是不是要写“requests”？",
        ),
        (  # a filter on an unknown value
            "where: {result_opinion: 非常满意}",
            "where: {result_opinion: 特别满意}",
            "measures → letters_very_satisfied → where → result_opinion",
            "非常满意、满意",
        ),
        (  # a kind that no template has
            "kind: 政务督查",
            "kind: 政务督察",
            "kind",
            "是不是“政务督查”？",
        ),
        (  # a title that prints a name which nothing has
            "title: 关于{期间}",
            "title: 关于{{ period.nam }}",
            "document → title",
            "是不是“name”？",
        ),
    ],
)
def test_a_wrong_rule_is_refused_before_any_order_is_read(
    tmp_path: Path, right: str, wrong: str, key: str, reason: str
) -> None:
    county = in_english(Path(shutil.copytree(EXAMPLE, tmp_path / "county")), "pingjiang")
    if key in ("kind", "document → title"):  # with sentences of its own a county may call its kind as it likes
        (county / "正文.txt").unlink()
    text = (county / "profile.yaml").read_text(encoding="utf-8")
    assert text.count(right) == 1
    (county / "profile.yaml").write_text(text.replace(right, wrong), encoding="utf-8")
    for orders in (county / "2024-05").glob("*.xlsx"):
        if orders.name != "adjustments.xlsx":
            orders.write_bytes(b"no workbook at all")
    with pytest.raises(BulletinError) as caught:
        generate(county, "2024-05", tmp_path / "out")
    (issue,) = caught.value.issues
    line = text[: text.index(right)].count("\n") + 1
    assert (issue.place.file, issue.place.row, issue.place.key) == ("profile.yaml", line, key)
    assert reason in str(issue)
    assert not (tmp_path / "out").exists()
