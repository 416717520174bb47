"""Makes the corpus: drafts of the example counties, edited by theme and seed in LibreOffice."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bulletin_gen.runs.record import RecordedRun
from bulletin_gen.word import WordFile, read_word
from drafts.bulletins import written
from drafts.corpus.onlyoffice import edit_in_onlyoffice
from drafts.corpus.recipes import edit
from drafts.corpus.typed import Typed, typed
from drafts.corpus.writer import edit_in_writer


@dataclass(frozen=True)
class EditedDraft:
    """A draft that a program has edited: its county, the theme of the edits, the file, the truth about it."""

    county: str
    theme: str
    path: Path
    truth: Typed

    @property
    def file(self) -> WordFile:
        """The file as it is read."""
        return read_word(self.path)

    @property
    def run(self) -> RecordedRun:
        """The run that printed the bulletin."""
        return written(self.county)[1]


def made_in_onlyoffice(folder: Path, wanted: Iterable[tuple[str, str, int]]) -> list[EditedDraft]:
    """The same with ONLYOFFICE as the editor."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for county, theme, seed in wanted:
        path, run = written(county)
        truth = edit(typed(path, run), theme, seed)
        target = folder / f"{county}-{theme}-{seed}.docx".replace(" ", "_")
        shutil.copyfile(path, target)
        found.append(EditedDraft(county, theme, target, truth))
    edit_in_onlyoffice([(each.path, each.truth.calls) for each in found])
    return found


def made(folder: Path, wanted: Iterable[tuple[str, str, int]]) -> list[EditedDraft]:
    """The drafts of county, theme and seed, edited in ``folder``; those at which the program broke down are missing."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for county, theme, seed in wanted:
        path, run = written(county)
        truth = edit(typed(path, run), theme, seed)
        name = f"{county}-{theme}-{seed}".replace(" ", "_").replace(",", "")
        shutil.copyfile(path, folder / f"{name}.docx")
        steps = "\n".join("\t".join(step) for step in truth.steps)
        (folder / f"{name}.steps").write_text(f"{steps}\n", encoding="utf-8")
        found.append(EditedDraft(county, theme, folder / f"{name}.docx", truth))
    failed = edit_in_writer(folder)
    for name, reason in failed.items():
        sys.stderr.write(f"{name}: {reason}\n")
    return [each for each in found if each.path.stem not in failed]
