"""One digit changed at random in the examples' bulletins: how often does `check` find it, with facts and without?

    python benchmarks/onedigit.py [--times 1000] [--seed 7] [--missed 30]

Writes each example's bulletin, changes one digit of a number in its body or its tables, and checks the changed .docx.
Without facts a change is found when something stands against the text that did not before; with facts also when a
figure is no longer what it was printed as. Prints a table by where the
digit stood (in a table, in a sentence) and by what the number is there. Exit code 1 when a bound does not hold.
"""

from __future__ import annotations

# ruff: noqa: E402
import argparse
import io
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]

from lxml import etree

from bulletin_gen.cli.screen.draft import check_against_facts
from bulletin_gen.drafts.model import Verdict
from bulletin_gen.proof.discourse import Discourse
from bulletin_gen.proof.examine import Examination, examine
from bulletin_gen.proof.reading.files import read_publication

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
WITH_FACTS, WITHOUT = 0.97, 0.65


@dataclass(frozen=True)
class Digit:
    """One digit of a bulletin: which text element, where in it, the kind of the number."""

    element: int
    place: int
    kind: str


class Bulletin:
    """One example's bulletin, with what is known of it before anything is changed."""

    def __init__(self, path: Path) -> None:
        """Reads the .docx at ``path``."""
        self.path = path
        with zipfile.ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.known = signatures(examine(read_publication(path)))
        self.facts = fact_signatures(path)
        self.digits = list(self._digits())

    def _digits(self) -> Iterator[Digit]:
        roles = _roles(self.path)
        root = etree.fromstring(self.parts[_BODY])
        for index, element in enumerate(root.iter(f"{_W}t")):
            text = element.text or ""
            in_table = next(element.iterancestors(f"{_W}tbl"), None) is not None
            paragraph = "".join(next(element.iterancestors(f"{_W}p")).itertext(f"{_W}t"))
            for match in re.finditer(r"\d", text):
                kind = "表" if in_table else _kind(roles, paragraph, text, match.start())
                yield Digit(index, match.start(), kind)

    def changed(self, digit: Digit, to: str) -> bytes:
        """The .docx with one digit changed."""
        root = etree.fromstring(self.parts[_BODY])
        element = [*root.iter(f"{_W}t")][digit.element]
        text = element.text or ""
        element.text = text[: digit.place] + to + text[digit.place + 1 :]
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as package:
            for name, content in self.parts.items():
                package.writestr(name, etree.tostring(root) if name == _BODY else content)
        return buffer.getvalue()

    def words(self, digit: Digit) -> str:
        """The words around a digit."""
        root = etree.fromstring(self.parts[_BODY])
        element = [*root.iter(f"{_W}t")][digit.element]
        paragraph = next(element.iterancestors(f"{_W}tr"), next(element.iterancestors(f"{_W}p")))
        before = "".join(each.text or "" for each in paragraph.iter(f"{_W}t") if each is not element)
        return f"{before[-24:]}《{(element.text or '')[: digit.place]}»{(element.text or '')[digit.place :]}》"


def _roles(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """What the numbers of each passage are, by its words."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for utterance in Discourse(read_publication(path)).utterances:
        spans = [
            (utterance.folded.place(each.start), utterance.folded.place(each.quantity.number_end - 1), str(each.role))
            for each in utterance.mentions
        ]
        found.setdefault(utterance.passage.text.strip(), spans)
    return found


_NAMES = {"count": "个数", "share": "占比", "rate": "比率", "change": "增减", "score": "得分", "span": "时长"}


def _kind(roles: dict[str, list[tuple[int, int, str]]], paragraph: str, text: str, place: int) -> str:
    at = paragraph.find(text) + place
    for start, end, role in roles.get(paragraph.strip(), ()):
        if start <= at <= end:
            return _NAMES.get(role, "其他数")
    return "日期、文号、序号等"


def signatures(examination: Examination) -> set[tuple[str, str, str]]:
    """What stands against a text."""
    return {(each.kind, each.quote, each.follows) for each in examination.objections}


def fact_signatures(path: Path) -> set[tuple[str, str]]:
    """What stands against a draft by its facts."""
    checked = check_against_facts(path)
    if checked is None:
        raise SystemExit(f"{path}: the facts were not found")
    return {
        (str(each.verdict), f"{each.place} {each.was} {each.now} {each.sentence}")
        for each in checked.checked.findings
        if each.verdict is not Verdict.RIGHT
    }


def bulletins(folder: Path) -> list[Bulletin]:
    """The bulletins of the examples, written into copies of their folders."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    found = []
    for county in sorted((folder / "examples").glob("*/profile.yaml")):
        period = next(each.name for each in sorted(county.parent.iterdir()) if re.match(r"\d{4}-", each.name))
        subprocess.run(
            [sys.executable, "-m", "bulletin_gen", "generate", str(county.parent), period],
            cwd=county.parent, env={"PYTHONPATH": str(ROOT / "src")}, check=False, capture_output=True,
        )  # fmt: skip
        found += [Bulletin(each) for each in sorted(county.parent.rglob("*.docx")) if "正文" not in each.name]
    return found


def main() -> int:
    """Changes digits and prints how many were found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--missed", type=int, default=0)
    parser.add_argument("--no-facts", action="store_true")
    asked = parser.parse_args()
    r = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as name:
        texts = bulletins(Path(name))
        print("，".join(f"{each.path.parent.parent.name} {len(each.digits)}" for each in texts))
        tried: Counter[str] = Counter()
        alone: Counter[str] = Counter()
        held: Counter[str] = Counter()
        missed = []
        for _ in range(asked.times):
            bulletin = r.choice(texts)
            digit = r.choice(bulletin.digits)
            root = etree.fromstring(bulletin.parts[_BODY])
            old = ([*root.iter(f"{_W}t")][digit.element].text or "")[digit.place]
            changed = bulletin.changed(digit, r.choice([each for each in "0123456789" if each != old]))
            path = bulletin.path.with_name("改过.docx")
            path.write_bytes(changed)
            tried[digit.kind] += 1
            found = bool(signatures(examine(read_publication(path))) - bulletin.known)
            alone[digit.kind] += found
            if not found:
                missed.append(f"{digit.kind} {bulletin.words(digit)}")
            known = found or (not asked.no_facts and bool(fact_signatures(path) - bulletin.facts))
            held[digit.kind] += known
            if not known and not asked.no_facts:
                missed.insert(0, f"with facts: {bulletin.path.parent.parent.name} {digit.kind} {bulletin.words(digit)}")
            path.unlink()
    print(f"{'where':24}{'tried':>7}{'with facts':>12}{'without':>9}")
    for kind, count in tried.most_common():
        print(f"{kind:24}{count:7}{held[kind] / count:12.1%}{alone[kind] / count:9.1%}")
    with_facts, without = (sum(each.values()) / asked.times for each in (held, alone))
    print(f"{'all':24}{asked.times:7}{with_facts:12.1%}{without:9.1%}")
    print("\n".join(missed[: asked.missed]))
    return int(with_facts < WITH_FACTS or without < WITHOUT)


if __name__ == "__main__":
    raise SystemExit(main())
