"""Numbers and dates of the bulletin itself, and figures that no order holds: supplied.yaml as a form."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from starlette.responses import Response

from bulletin_gen.county.supplied import DocumentFacts, asked_of_document, read_supplied_file
from bulletin_gen.county.workspace import SUPPLIED, County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page
from bulletin_gen.desk.pages.month.texts import after_supplied
from bulletin_gen.facts.changes import BASE_KEYS
from bulletin_gen.facts.saved.explain import measure_label
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.leaves.issues import stop
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import load_profile
from bulletin_gen.written.yamledit import Value, number_or_text, with_value
from bulletin_gen.written.yamlfile import PLACEHOLDER


class SuppliedField(Struct, frozen=True):
    """A field of the form. ``name``: the path within the file, its steps parted by a slash."""

    name: str
    label: str
    value: str
    hint: str = ""
    kind: str = "text"


def supplied(call: Call) -> Response:
    """The form, or what was typed into it written back."""
    profile = load_profile(County(call.county).profile)
    handed = hand_out(call.file(SUPPLIED, call.folder))
    text = text_of(handed)
    data = read_supplied_file(text, SUPPLIED).data
    fields, bases = _fields(profile, data), _bases(profile, data)
    if not call.posted:
        return page(
            call, "supplied.html", period=call.period, document=[each for each in fields if "document/" in each.name],
            others=[each for each in fields if "document/" not in each.name], hash=handed.hash,
            bases=bases,
        )  # fmt: skip
    _refuse_without_source(call, bases)
    for each in (*fields, *(field for _, within in bases for field in within)):
        typed = call.text(each.name)
        if typed != each.value and typed:
            text = with_value(text, each.name.split("/"), _value(each, typed), SUPPLIED, read_supplied_file)
    write_back(call.county, handed.path, like_before(text, handed), call.text("hash"))
    return go_to(after_supplied(call), "saved")


def _bases(profile: Profile, data: Any) -> list[tuple[str, list[SuppliedField]]]:
    """For each base its source and a field for every count and rate of the profile."""
    given, found = data.get("bases") or {}, []
    for key, called in BASE_KEYS.items():
        base = given.get(key) or {}
        known = base.get("figures") or {}
        source = SuppliedField(
            f"bases/{key}/source", f"{called}的数出自何处", _shown(base.get("source")), f"如 {called}通报"
        )
        names = dict.fromkeys([*profile.measures, *profile.rates])
        values = [
            SuppliedField(f"bases/{key}/figures/{name}", measure_label(profile, name), _shown(known.get(name)))
            for name in names
        ]
        found.append((called, [source, *values]))
    return found


def _refuse_without_source(call: Call, bases: list[tuple[str, list[SuppliedField]]]) -> None:
    for called, (source, *values) in bases:
        if any(call.text(each.name) for each in values) and not call.text(source.name):
            raise stop("supplied.source", f"没有写{called}的数出自何处", advice=f"写上，如 {called}通报，再保存")


def _value(field: SuppliedField, typed: str) -> Value:
    return typed if field.kind == "date" or field.name.endswith(("/text", "/source")) else number_or_text(typed)


def _fields(profile: Profile, data: Any) -> list[SuppliedField]:
    asked = [name for name in asked_of_document(profile) if name != "dated"]
    document = data.get("document") or {}
    names = dict.fromkeys([*asked, "dated", *document])
    found = [_document_field(name, document.get(name)) for name in names if name in DocumentFacts.model_fields]
    figures = dict.fromkeys([n for n, m in profile.measures.items() if m.supplied and not m.by_unit])
    for name in dict.fromkeys([*figures, *(data.get("figures") or {})]):
        found += _figure_fields(name, measure_label(profile, name), (data.get("figures") or {}).get(name) or {})
    return found


def _document_field(name: str, value: Any) -> SuppliedField:
    label, _, hint = (DocumentFacts.model_fields[name].description or name).partition("，")
    kind = "date" if name in ("dated", "printed_on") else "number"
    return SuppliedField(f"document/{name}", label.partition("；")[0], _shown(value), hint, kind)


def _figure_fields(name: str, label: str, figure: Any) -> list[SuppliedField]:
    known = figure if isinstance(figure, dict) else {}
    parts = (
        ("text", "印出的写法", "如 约1.1万人次"),
        ("value", "准确的数", "如 11000"),
        ("source", "出处", "由谁提供"),
    )
    return [
        SuppliedField(f"figures/{name}/{key}", f"{label}：{words}", _shown(known.get(key)), hint)
        for key, words, hint in parts
    ]


def _shown(value: Any) -> str:
    text = "" if value is None else str(value)
    return "" if PLACEHOLDER in text else text
