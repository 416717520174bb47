"""ONLYOFFICE as the editor (its engine in the package document-builder): does the steps that it knows of a draft.

However slow the machine is, it is waited for as long as drafts come out; one at which it stands still is tried twice.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

_SCRIPT = """
import json, os, sys
import docbuilder
builder = docbuilder.CDocBuilder()
for path, script in json.load(open(sys.argv[1], encoding="utf-8")):
    if builder.OpenFile(path, ""):
        sys.exit("not opened: " + path)
    builder.ExecuteCommand(script)
    if builder.SaveFile("docx", path + ".saved"):
        sys.exit("not saved: " + path)
    builder.CloseFile()
    os.replace(path + ".saved", path + ".new")
"""
#: So many seconds without a draft are a standstill.
_PATIENCE = 240
_TRIES = 2
_FUNCTIONS = r"""
var doc = Api.GetDocument();
function bodies() {
  var found = [];
  for (var i = 0; i < doc.GetElementsCount(); i++) {
    var each = doc.GetElement(i);
    if (each.GetClassType() == "paragraph" && each.GetText().replace(/[\s\u3000]/g, "") != "") found.push([i, each]);
  }
  return found;
}
function pick(at, text, skip) { return bodies()[at][1].Search(text, true)[skip]; }
function type(at, text, skip, words) {
  var range = pick(at, text, skip);
  if (words == "") { range.Delete(); return; }
  range.Select(); doc.EnterText(words);
}
function movepara(at, before) {
  var all = bodies(), from = all[at][0], to = all[before][0], moved = all[at][1].Copy();
  doc.RemoveElement(from);
  doc.AddElement(to > from ? to - 1 : to, moved);
}
function delpara(at) { doc.RemoveElement(bodies()[at][0]); }
function rowdel(first, skip, row) {
  var tables = doc.GetAllTables().filter(function (each) {
    return each.GetCell(0, 0).GetContent().GetElement(0).GetText().trim() == first;
  });
  tables[skip].RemoveRow(tables[skip].GetCell(row - 1, 0));
}
"""


def why_not() -> str:
    """Why ONLYOFFICE cannot edit here, or ""."""
    if importlib.util.find_spec("docbuilder") is None:
        return "document-builder is not installed (group engines of pyproject.toml)"
    return ""


def edit_in_onlyoffice(work: Sequence[tuple[Path, Sequence[tuple[str, ...]]]], patience: int = _PATIENCE) -> None:
    """Each .docx edited by its calls, in place; the test fails where the program refuses a draft or stands still at it
    for ``patience`` seconds, twice."""
    reason = why_not()
    if reason and os.environ.get("BULLETIN_GEN_REQUIRE_ENGINES"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    jobs = {path: _FUNCTIONS + "\n".join(_call(each) for each in calls) for path, calls in work}
    tries: Counter[Path] = Counter()
    while left := [path for path in jobs if not _made_of(path).exists()]:
        said = _start({path: jobs[path] for path in left}, patience)
        first = next((path for path in left if not _made_of(path).exists()), None)
        if first is not None:
            tries[first] += 1
            if tries[first] >= _TRIES:
                pytest.fail(f"ONLYOFFICE could not edit {first.name}: {said}")
    for path in jobs:
        _made_of(path).replace(path)


def _made_of(path: Path) -> Path:
    return Path(f"{path}.new")


def _start(jobs: Mapping[Path, str], patience: int) -> str:
    """One start of the program over ``jobs`` in their order; what it complained of."""
    told = next(iter(jobs)).parent / "onlyoffice.json"
    told.write_text(json.dumps([(str(path), script) for path, script in jobs.items()]), encoding="utf-8")
    complaints = told.with_suffix(".log")
    with complaints.open("wb") as log:
        running = subprocess.Popen([sys.executable, "-c", _SCRIPT, str(told)], stdout=log, stderr=log)
        made, since = 0, time.monotonic()
        while running.poll() is None:
            time.sleep(0.5)
            if (now := sum(_made_of(path).exists() for path in jobs)) > made:
                made, since = now, time.monotonic()
            if time.monotonic() - since > patience:
                running.kill()
                running.wait()
    return complaints.read_text(encoding="utf-8", errors="replace")[-400:] or f"nothing came for {patience} seconds"


def _call(call: tuple[str, ...]) -> str:
    name, *rest = call
    if name == "replaceall":
        return f"doc.SearchAndReplace({json.dumps({'searchString': rest[0], 'replaceString': rest[1]})});"
    fixed = {
        "track on": "doc.SetTrackRevisions(true);", "track off": "doc.SetTrackRevisions(false);",
        "accept": "doc.AcceptAllRevisionChanges();", "reject": "doc.RejectAllRevisionChanges();",
    }  # fmt: skip
    if " ".join(call) in fixed:
        return fixed[" ".join(call)]
    if name == "bold":
        at, text, skip = rest
        return f"pick({at}, {json.dumps(text)}, {skip}).SetBold(true);"
    return f"{name}({', '.join(each if each.isdigit() and name != 'type' else json.dumps(each) for each in rest)});"
