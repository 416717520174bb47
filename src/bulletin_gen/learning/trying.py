"""The learnt county generated at once: what cannot be said, or is printed otherwise than it was published, is given
back to people in the office's own words."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from bulletin_gen.county.workspace import NARRATIVE, WORDING
from bulletin_gen.learning.doubts import one_of_a_kind, quoted
from bulletin_gen.learning.reproduced import PrintedOtherwise, differences, in_sentences, is_given, numbering, unprinted
from bulletin_gen.learning.tying.paragraph import Tie
from bulletin_gen.learning.writing.folder import notepad
from bulletin_gen.learning.writing.texts import Texts
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.leaves.periods import Period
from bulletin_gen.proof.reading.files import read_publication
from bulletin_gen.proof.reading.publication import Publication

#: So often a paragraph that cannot be said is given back to people before giving up.
_ATTEMPTS = 60
_SEVERAL = 2
#: So much is shown on the screen; the workbook has all.
_SHOWN, _FEW, _LONGEST = 6, 2, 60
#: How a number is told whose sentence came out otherwise.
UNTIED = "照学得的规则印出来与通报不同，这句话由人每期写"


class Trial(Struct, frozen=True):
    """What came of it: the files as they then are, what was printed (None: nothing could be), what stands against it;
    ``ties``: of the text's numbers; ``given``: sentences that were given back to people because they were printed
    otherwise, with what was printed; ``left``: what is printed otherwise still and says the same; ``sentences``: how
    many have something that the orders give; ``own``: how many have nothing of it; ``absent``: passages and titles that
    are printed nowhere as they were."""

    files: dict[str, bytes]
    printed: Publication | None
    stopped: tuple[str, ...]
    ties: tuple[Tie, ...]
    given: tuple[PrintedOtherwise, ...] = ()
    left: tuple[PrintedOtherwise, ...] = ()
    sentences: int = 0
    absent: tuple[str, ...] = ()
    own: int = 0


class _Wording(Struct):
    """The lines of the wording as they are given back, one after the other."""

    texts: Texts
    lines: list[str]

    def give_back(self, row: int) -> None:
        """A whole line (from 1), word for word; its number stays, so that those behind it keep theirs."""
        published = self.texts.original.get(row, "")
        number = numbering(published) if self.lines[row - 1].startswith(numbering(published)) else ""
        if number and not is_given(self.lines[row - 1].removeprefix(number)):
            self.lines[row - 1] = number + self._given(row, published.removeprefix(number))
        else:
            self.lines[row - 1] = f"{{文字：{self.texts.slot(row)}}}"

    def give_sentence(self, row: int, place: int) -> bool:
        """One sentence of a line; False where it cannot be told from the others, or is given already."""
        said, published = in_sentences(self.lines[row - 1]), in_sentences(self.texts.original[row])
        if len(said) != len(published) or len(said) < _SEVERAL or is_given(said[place]):
            return False
        number = numbering(published[place]) if place == 0 and said[0].startswith(numbering(published[0])) else ""
        said[place] = number + self._given(row, published[place].removeprefix(number))
        self.lines[row - 1] = "".join(said)
        return True

    def _given(self, row: int, published: str) -> str:
        """People's words within a line; the full stop behind them is not theirs."""
        stop = "。" if published.endswith("。") else ""
        return f"{{文字：{self.texts.slot_of(row, published.removesuffix('。'))}}}{stop}"


def tried(
    period: Period, files: Mapping[str, bytes], texts: Texts, published: Publication, spare: Sequence[str]
) -> Trial:
    """The bulletin generated from ``files`` in a place of its own, until each sentence comes out as it was published or
    is people's. ``spare``: passages of ``published`` that stand nowhere in the files, which are told already."""
    made, given = dict(files), list[PrintedOtherwise]()
    wording = _Wording(texts, texts.wording.split("\n"))
    for _ in range(_ATTEMPTS):
        printed = _printed(period, made)
        if isinstance(printed, BulletinError):
            rows = sorted({i.place.row for i in printed.issues if i.place.file == WORDING and i.place.row})
            if not rows:
                return Trial(made, None, one_of_a_kind(printed.issues), texts.ties, tuple(given))
            for row in rows:
                wording.give_back(row)
        else:
            other = differences(texts.original, wording.lines, printed, texts.spellings)
            bad = [each for each in other if not each.why]
            if not bad:
                sentences = len(given) + sum(
                    texts.counts(said) for row in texts.original for said in in_sentences(wording.lines[row - 1])
                )
                own = sum(len(in_sentences(text)) for text in texts.original.values()) - sentences
                ties = _still_tied(texts, wording.lines, given)
                known = (*spare, *texts.original.values())
                absent = tuple(unprinted(published, printed, known))
                return Trial(made, printed, (), ties, tuple(given), tuple(other), sentences, absent, max(own, 0))
            told = [each.published for each in given]
            given += [each for each in _given_back(wording, bad) if each.published not in told]
        made[WORDING] = notepad("\n".join(wording.lines))
        made[f"{period.key}/{NARRATIVE}"] = notepad(texts.with_given(wording.lines))
    return Trial(made, None, ("正文里有说不出的话",), texts.ties, tuple(given))


def _still_tied(texts: Texts, lines: Sequence[str], given: Sequence[PrintedOtherwise]) -> tuple[Tie, ...]:
    """The text's numbers; those of sentences that were given back are people's."""
    rows = {each.row for each in given}
    ties: list[Tie] = []
    for tie in texts.ties:
        row = next((row for row in rows if texts.named.get(row) == tie.sentence), 0)
        kept = "".join(
            published
            for said, published in zip(in_sentences(lines[row - 1]), in_sentences(texts.original[row]), strict=False)
            if not is_given(said.removeprefix(numbering(said)))
        ) if row and not is_given(lines[row - 1]) else ""  # fmt: skip
        ties.append(Tie(tie.printed, "", UNTIED, tie.sentence) if row and tie.printed not in kept else tie)
    return tuple(ties)


def _given_back(wording: _Wording, bad: Sequence[PrintedOtherwise]) -> list[PrintedOtherwise]:
    whole: set[int] = set()
    for each in reversed(bad):  # from the last sentence of a line, so that places stay
        if each.row in whole:
            continue
        if each.place is None or not wording.give_sentence(each.row, each.place):
            whole.add(each.row)
            wording.give_back(each.row)
    return list(bad)


def _printed(period: Period, files: Mapping[str, bytes]) -> Publication | BulletinError:
    from bulletin_gen.pipeline import Options, generate

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        county = Path(scratch) / "county"
        for name, content in files.items():
            (county / name).parent.mkdir(parents=True, exist_ok=True)
            (county / name).write_bytes(content)
        try:
            result = generate(county, period.key, Path(scratch) / "out", Options(record=False))
        except BulletinError as reason:
            return reason
        return read_publication(next(path for path in result.files if path.suffix == ".docx"))


def said_again(trial: Trial) -> list[str]:
    """What there is to say of the text as it was printed again."""
    if trial.printed is None:
        return []
    right = trial.sentences - len(trial.given) - len(trial.left)
    own = f"（另有{trial.own}句没有程序算的数：是原话，或由人每期填）" if trial.own else ""
    said = [
        f"照学得的规则生成，正文有程序算的数的{trial.sentences}句中，{right}句与印出的一字不差{own}。"
    ] if trial.sentences else []  # fmt: skip
    if trial.given:
        said.append(
            f"有{len(trial.given)}句照规则印出来与通报不同，没有照规则写，通报的原话放进了 narrative.md，每期由人写："
        )
        said += [
            f"  通报：{_short(each.published)}　照规则：{_short(each.printed) or '没有印出'}"
            for each in trial.given[:_SHOWN]
        ]
    for why in dict.fromkeys(each.why for each in trial.left):
        some = [each for each in trial.left if each.why == why]
        shown = "；".join(f"“{_short(each.published)}”印作“{_short(each.printed)}”" for each in some[:_FEW])
        said.append(
            f"另有{len(some)}句数都相同，只是{why}不同：{shown}。"
            if "缺" not in why
            else (f"另有{len(some)}句{why}：{shown}。")
        )
    if trial.absent:
        more = f"等{len(trial.absent)}处" if len(trial.absent) > _SHOWN else ""
        said.append(f"通报里的{quoted(trial.absent[:_SHOWN])}{more}没有照样印出来。")
    return said


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
