"""``bulletin-gen check`` for a draft of this program's own bulletins: held against the facts that they were made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from bulletin_gen.cli.screen.surroundings import say

if TYPE_CHECKING:
    from rich.console import Console

    from bulletin_gen.drafts.model import CheckedDraft
    from bulletin_gen.proof.examine import Examination
    from bulletin_gen.runs.record import RecordedRun


#: So many findings of a verdict are shown one by one of a table.
_SHOWN = {"改过": 20, "重复出现": 0}


class DraftCheck(Struct, frozen=True):
    """A draft, the facts.json that it was held against, and what came of it."""

    path: Path
    facts: Path
    run: RecordedRun
    checked: CheckedDraft

    @property
    def grave(self) -> bool:
        """Whether a number was changed or could not be placed."""
        from bulletin_gen.drafts.report import GRAVE

        return self.replaced or bool(self.checked.of(*GRAVE))

    @property
    def replaced(self) -> bool:
        """Whether another run of the period was recorded since, whose figures the draft does not have."""
        from bulletin_gen.county.workspace import EARLIER

        return self.facts.parent.name == EARLIER


def without_accepted(each: Examination, draft: DraftCheck, county: Path | None) -> Examination:
    """What checking a draft brought, without what the profile of its county accepts in its bulletins; all of it where
    no profile is known. ``county``: the folder that was named."""
    from bulletin_gen.county.workspace import PROFILE
    from bulletin_gen.profile.load import load_profile
    from bulletin_gen.proof.own import is_meant

    folders = (county, *draft.facts.parents[:3]) if county else draft.facts.parents[:3]
    profile = next((path for folder in folders if (path := folder / PROFILE).is_file()), None)
    if profile is None:
        return each
    accepted = load_profile(profile).wording.accepted_findings
    left = tuple(one for one in each.objections if not any(is_meant(word, one) for word in accepted))
    return replace(each, objections=left)


def check_against_facts(path: Path, county: Path | None = None, period: str | None = None) -> DraftCheck | None:
    """Holds a .docx against the facts that are named or that it carries; none where it is not a draft of ours.

    Raises ``BulletinError`` when the file cannot be read or the facts that are named are not there.
    """
    if path.suffix.lower() != ".docx":
        return None
    from bulletin_gen.drafts.check import check_draft
    from bulletin_gen.drafts.find import find_run
    from bulletin_gen.word import read_word

    draft = read_word(path)
    found = find_run(path, draft, county, period)
    return DraftCheck(path, found[0], found[1], check_draft(draft, found[1])) if found else None


def show_draft_check(console: Console, result: DraftCheck) -> None:
    """The counts of all verdicts, then what is to be looked at, each with place, words and the figure behind it."""
    from rich.text import Text

    from bulletin_gen.drafts.report import counted, moved_lines, names_told, sentences_told

    run, counts = result.run, counted(result.checked)
    told = "，".join(f"{verdict} {count}" for verdict, count in counts.items() if count)
    whose = f"{run.county}{run.period.name}（{result.facts.name}）"
    console.print(
        Text(f"{result.path.name}：按{whose}核对，数 {sum(counts.values())} 处", style="bold"), soft_wrap=True
    )
    console.print(f"   {told}", soft_wrap=True, markup=False)
    replaced = "稿件用的是这一次的数据，本期现在存下的不同：印发前用 refresh 换成新数，或重新 generate"
    more = (replaced if result.replaced else "", names_told(result.checked), sentences_told(result.checked))
    for line in filter(None, more):
        console.print(f"   {line}", soft_wrap=True, markup=False)
    for line in moved_lines(result.checked):
        console.print(line, soft_wrap=True, markup=False)
    for line in _told(result):
        console.print(line, soft_wrap=True, markup=False)


def _told(result: DraftCheck) -> Iterator[str]:
    """What is to be looked at: rows of tables that are gone once, the first of a table's many changed cells."""
    from bulletin_gen.drafts.model import Verdict
    from bulletin_gen.drafts.report import explained

    told: set[tuple[object, ...]] = set()
    counts: Counter[tuple[int, Verdict]] = Counter()
    for each in result.checked.findings:
        if each.verdict in (Verdict.RIGHT, Verdict.REWORDED) and not each.revised:
            continue
        table = each.place.table if each.place else 0
        if table and each.verdict is Verdict.DELETED:
            row = each.sentence.partition("，")[0]
            if (table, row) not in told:
                yield f"表{table}“{row}”一行：有数删去了"
            told.add((table, row))
            continue
        counts[table, each.verdict] += bool(table)
        if counts[table, each.verdict] > _SHOWN.get(each.verdict, len(result.checked.findings)):
            continue
        yield f"{each.place}：{explained(each, result.run)}" if each.place else explained(each, result.run)
        if each.sentence and not each.head:
            yield f"   {each.sentence}"
    for (table, verdict), count in counts.items():
        if (left := count - _SHOWN.get(verdict, count)) > 0:
            what = "重复出现的数" if verdict is Verdict.DUPLICATED else "另有改过的数"
            yield f"表{table}：{what} {left} 处，逐个见清单（--out）"


def as_json(result: DraftCheck) -> dict[str, Any]:
    """A checked draft for other programs."""
    run = result.run
    findings = [
        {
            "verdict": each.verdict.name.lower(),
            "figure": each.figure,
            "was": each.was,
            "now": each.now,
            "place": str(each.place or ""),
            "sentence": each.sentence,
            "moved": each.moved,
            "revised": each.revised,
            "printed": each.printed,
            "against": each.against,
        }
        for each in result.checked.findings
    ]
    return {"file": result.path.name, "county": run.county, "period": run.period.key, "figures": findings}


def write_draft_check(result: DraftCheck, out: Path) -> None:
    """Writes 稿件（核对）.docx, a copy with comments, and 稿件核对清单.xlsx into ``out``, and says so."""
    from bulletin_gen.drafts.report import commented_copy, list_workbook
    from bulletin_gen.leaves.publish import publish
    from bulletin_gen.word import open_word, read_word

    copy = commented_copy(open_word(result.path), read_word(result.path), result.checked, result.run)
    files = {
        out / f"{result.path.stem}（核对）.docx": copy,
        out / f"{result.path.stem}核对清单.xlsx": list_workbook(result.checked, result.run),
    }
    publish(files)
    for written in files:
        say(f"已写出：{written}")
