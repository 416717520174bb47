"""LibreOffice as an editor of drafts: opens, edits as a person would, saves as .docx again."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bulletin_gen.render.pdf import find_libreoffice

_MACRO = """
Sub EditAll
  Dim folder As String, name As String, names(100) As String, count As Integer, i As Integer
  folder = Environ("DRAFTS_FOLDER")
  name = Dir(folder & "/*.docx")
  Do While name <> ""
    names(count) = name
    count = count + 1
    name = Dir()
  Loop
  For i = 0 To count - 1
    Edit folder & "/" & names(i), names(i)
  Next i
  StarDesktop.terminate()
End Sub

Sub Edit(path As String, name As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue, kind(0) As New com.sun.star.beans.PropertyValue
  Dim doc As Object, search As Object
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
  If InStr(name, "tracked") > 0 Or InStr(name, "accepted") > 0 Then doc.RecordChanges = True
  If InStr(name, "same") = 0 And InStr(name, "odt") = 0 Then
    search = doc.createReplaceDescriptor()
    search.SearchString = Environ("DRAFTS_OLD")
    search.ReplaceString = Environ("DRAFTS_NEW")
    doc.replaceAll(search)
  End If
  If InStr(name, "accepted") > 0 Then
    createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch( _
      doc.CurrentController.Frame, ".uno:AcceptAllTrackedChanges", "", 0, Array())
  End If
  If InStr(name, "typed") > 0 Then
    Dim cursor As Object
    cursor = doc.Text.createTextCursor()
    cursor.gotoEnd(False)
    doc.Text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
    doc.Text.insertString(cursor, "另有77件正在核实。", False)
  End If
  If InStr(name, "odt") > 0 Then
    kind(0).Name = "FilterName" : kind(0).Value = "writer8"
    doc.storeToURL(ConvertToURL(path & ".odt"), kind())
    doc.close(True)
    doc = StarDesktop.loadComponentFromURL(ConvertToURL(path & ".odt"), "_blank", 0, hidden())
  End If
  kind(0).Name = "FilterName" : kind(0).Value = "MS Word 2007 XML"
  doc.storeToURL(ConvertToURL(path), kind())
  doc.close(True)
End Sub
"""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n' + (
    '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}">\n'
)
MODULE = _HEAD.format("script:module", "module.dtd") + (
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Drafts"'
    ' script:language="StarBasic">{}</script:module>'
)
LIBRARY = _HEAD.format("library:library", "library.dtd") + (
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    ' library:readonly="false" library:passwordprotected="false"><library:element library:name="Drafts"/>'
    "</library:library>"
)


def edit_all(folder: Path, old: str, new: str) -> None:
    """Every .docx of ``folder`` edited as its name says: same, odt, replaced, tracked, accepted, typed."""
    program = find_libreoffice()
    if not program:
        pytest.skip("LibreOffice is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        start = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore", "--nologo"]
        subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
        library = Path(profile) / "user" / "basic" / "Standard"
        library.mkdir(parents=True, exist_ok=True)
        (library / "Drafts.xba").write_text(MODULE.format(escape(_MACRO)), encoding="utf-8")
        (library / "script.xlb").write_text(LIBRARY, encoding="utf-8")
        told = {"DRAFTS_FOLDER": str(folder), "DRAFTS_OLD": old, "DRAFTS_NEW": new}
        subprocess.run(
            [*start, "macro:///Standard.Drafts.EditAll"],
            check=True, capture_output=True, timeout=240, env={**os.environ, **told},
        )  # fmt: skip
