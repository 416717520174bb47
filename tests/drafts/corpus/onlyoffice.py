"""ONLYOFFICE as the editor (its engine in the package document-builder): does the steps that it knows of a draft."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

_SCRIPT = """
import json, sys
import docbuilder
builder = docbuilder.CDocBuilder()
for path, script in json.load(open(sys.argv[1], encoding="utf-8")):
    if builder.OpenFile(path, ""):
        sys.exit("not opened: " + path)
    builder.ExecuteCommand(script)
    if builder.SaveFile("docx", path + ".new"):
        sys.exit("not saved: " + path)
    builder.CloseFile()
"""
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


def edit_in_onlyoffice(work: Sequence[tuple[Path, Sequence[tuple[str, ...]]]], seconds: int) -> None:
    """Each .docx edited by its calls, in place."""
    reason = why_not()
    if reason and os.environ.get("BULLETIN_GEN_REQUIRE_ENGINES"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    jobs = [(str(path), _FUNCTIONS + "\n".join(_call(each) for each in calls)) for path, calls in work]
    told = work[0][0].parent / "onlyoffice.json"
    told.write_text(json.dumps(jobs), encoding="utf-8")
    subprocess.run([sys.executable, "-c", _SCRIPT, str(told)], check=True, timeout=seconds, capture_output=True)
    for path, _ in work:
        Path(f"{path}.new").replace(path)


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
