"""Whether the numbers of texts are tied to what they count: in another month each must print what the true rules print.

python tests/learning/ties_next.py
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from bulletin_gen.learning.learn import Request, learn  # noqa: E402
from bulletin_gen.leaves.periods import parse_period  # noqa: E402
from bulletin_gen.pipeline import Options, rehearse  # noqa: E402
from learning.another_month import another_month  # noqa: E402
from learning.published_annexes import EXAMPLES, SHARED, annex_workbook, orders_of  # noqa: E402
from learning.published_annexes import OFFICES as ANNEXES  # noqa: E402

Figures = Mapping[str, str]


def figures_of(county: Path, period: str) -> Figures:
    """Every figure as it is printed: id → text."""
    facts = json.loads(rehearse(county, period, Options(record=False)))
    return {name: str(figure["text"]) for name, figure in facts["figures"].items()}


def ids_of(name: str, figures: Figures, printed: str) -> list[str]:
    """The ids that a name in braces may mean: of the whole, of a value, its share."""
    parts = name.strip("{}").split("：")
    if len(parts) == 1:
        wanted = [f"total.{parts[0]}"]
    elif parts[-1] == "占比":
        wanted = [f"asked.values.{parts[0]}.{parts[1]}.share"]
    else:
        wanted = [
            one
            for one in figures
            if re.match(rf"(?:asked\.)?values\.{re.escape(parts[0])}\.{re.escape(parts[1])}\.", one)
        ]
    return [one for one in wanted if figures.get(one) == printed]


def judged(
    county: Path, true: Path, period: str, printed: Mapping[str, str], place: Path
) -> Iterator[tuple[str, str, bool]]:
    """Each tied number that both sets of rules know: as printed, its name, whether another month agrees."""
    before, truth = figures_of(county, period), figures_of(true, period)
    for folder in (county, true):
        for path in [each for each in (folder / period).iterdir() if _holds_orders(each)]:
            moved = place / path.name
            another_month(path, moved, 7)
            shutil.copy(moved, path)
    after, later = figures_of(county, period), figures_of(true, period)
    for number, name in printed.items():
        mine = ids_of(name, before, number)
        theirs = [one for one, text in truth.items() if text == number and one in later]
        if mine and theirs:
            yield number, name, any(after.get(one) == later[other] for one in mine for other in theirs)


def _holds_orders(path: Path) -> bool:
    return path.suffix in (".xlsx", ".csv") and path.name not in ("adjustments.xlsx", "单位数据.xlsx", "units.csv")


def _unzipped(folder: Path) -> None:
    for path in folder.glob("*.zip"):
        with zipfile.ZipFile(path) as packed:
            text = packed.read(packed.infolist()[0]).decode("utf-8-sig")
        (folder / "工单.csv").write_text(text, encoding="gb18030")
        path.unlink()


def office(name: str, place: Path) -> tuple[Path, Path, str, dict[str, str]]:
    """An office's excerpt learnt, beside its true folder."""
    period = name[-7:]
    true = place / "true"
    shutil.copytree(SHARED / "offices" / name, true)
    for path in (ROOT / "tests" / "offices" / name).iterdir():
        shutil.copy(
            path, true / (f"{period}/{path.name}" if path.name in ("supplied.yaml", "narrative.md") else path.name)
        )
    _unzipped(true / period)
    orders = tuple(path for path in (true / period).iterdir() if _holds_orders(path))
    request = Request(place / "learnt", (SHARED / "offices" / name / "bulletin.txt",), orders, parse_period(period))
    ties = {tie.printed: tie.name for tie in learn(request).fit.ties if tie.name}
    return place / "learnt", true, period, ties


def example(county: str, place: Path) -> tuple[Path, Path, str, dict[str, str]]:
    """An example's text and annex learnt, beside its true folder."""
    published = ANNEXES[county]
    shutil.copytree(EXAMPLES / county, place / "true")
    files = (SHARED / "texts" / published.text, annex_workbook(published, place / "附表.xlsx"))
    period = parse_period(published.period)
    found = learn(Request(place / "learnt", files, orders_of(county), period, published.county))
    return place / "learnt", place / "true", published.period, {t.printed: t.name for t in found.fit.ties if t.name}


def main() -> None:
    """Prints right and wrong ties, office by office."""
    right = wrong = 0
    for name in (
        "gaoan-2023-10",
        "yichun-2023-05",
        "ningguo-2022-04",
        "lianyungang-2017-04",
        "pingjiang",
        "junan",
        "ruzhou",
    ):
        place = Path(tempfile.mkdtemp())
        county, true, period, ties = example(name, place) if name in ANNEXES else office(name, place)
        found = list(judged(county, true, period, ties, place))
        bad = [(number, said) for number, said, good in found if not good]
        right, wrong = right + len(found) - len(bad), wrong + len(bad)
        sys.stdout.write(f"{name}: {len(found) - len(bad)} of {len(found)} right; wrong: {bad}\n")
    sys.stdout.write(f"{wrong} of {right + wrong} wrong\n")


if __name__ == "__main__":
    main()
