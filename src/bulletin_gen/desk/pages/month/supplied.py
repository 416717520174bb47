"""Numbers and dates of the bulletin itself, and figures that no order holds: supplied.yaml as a form."""

from __future__ import annotations

from collections.abc import Mapping
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
from bulletin_gen.leaves.issues import BulletinError, stop
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import load_profile
from bulletin_gen.written.yamledit import Value, number_or_text, with_value, without_values
from bulletin_gen.written.yamlfile import PLACEHOLDER

#: Between the steps of a path in the name of a field: names of figures hold anything but this.
STEP = "//"


class SuppliedField(Struct, frozen=True):
    """A field of the form. ``name``: the path within the file, its steps parted by ``STEP``."""

    name: str
    label: str
    value: str
    hint: str = ""
    kind: str = "text"
    asked: bool = False  # what stands there still asks to be filled in


def supplied(call: Call) -> Response:
    """The form, or what was typed into it written back."""
    profile = load_profile(County(call.county).profile)
    handed = hand_out(call.file(SUPPLIED, call.folder))
    text = text_of(handed)
    data = read_supplied_file(text, SUPPLIED).data
    fields, bases = _fields(profile, data, _last_document(call)), _bases(profile, data)
    if not call.posted:
        return page(
            call, "supplied.html", period=call.period, document=[each for each in fields if _is_document(each)],
            others=[each for each in fields if not _is_document(each)], hash=handed.hash,
            bases=bases,
        )  # fmt: skip
    _refuse_without_source(call, bases)
    for each in (*fields, *(field for _, within in bases for field in within)):
        typed = call.text(each.name)
        if typed != each.value and typed:
            text = with_value(text, each.name.split(STEP), _value(each, typed), SUPPLIED, read_supplied_file)
    text = _without_left_empty(call, text, [each for each in fields if not _is_document(each)], bases)
    write_back(call.county, handed.path, like_before(text, handed), call.text("hash"))
    return go_to(after_supplied(call), "saved")


def _is_document(field: SuppliedField) -> bool:
    return field.name.startswith(f"document{STEP}")


def _without_left_empty(
    call: Call, text: str, figures: list[SuppliedField], bases: list[tuple[str, list[SuppliedField]]]
) -> str:
    """The text without what was there (a value, or the request for one) and was left empty: a figure or a base goes
    whole with the last of its numbers."""
    gone: list[tuple[str, ...]] = []
    for _, (source, *values) in bases:
        _, name, _ = source.name.split(STEP)
        empty = [each for each in values if not call.text(each.name)]
        if len(empty) < len(values):
            gone += [tuple(each.name.split(STEP)) for each in empty if each.asked or each.value]
        elif any(each.asked or each.value for each in (source, *values)):
            gone.append(("bases", name))
    given: dict[str, list[SuppliedField]] = {}
    for each in figures:
        given.setdefault(each.name.split(STEP)[1], []).append(each)
    for name, parts in given.items():
        if not any(call.text(each.name) for each in parts if not each.name.endswith(f"{STEP}source")):
            gone += [("figures", name)] if any(each.asked or each.value for each in parts) else []
        else:
            gone += [tuple(each.name.split(STEP)) for each in parts if not call.text(each.name) and each.asked]
    return without_values(text, _wholes(text, gone), SUPPLIED, read_supplied_file) if gone else text


def _wholes(text: str, gone: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """``gone``, with the key above in place of all that stands below it."""
    data = read_supplied_file(text, SUPPLIED).data
    for part in ("bases", "figures"):
        if {path for path in gone if path[0] == part} >= {(part, name) for name in data.get(part) or {"": None}}:
            gone = [*(path for path in gone if path[0] != part), (part,)]
    return gone


def _bases(profile: Profile, data: Any) -> list[tuple[str, list[SuppliedField]]]:
    """For each base its source and a field for every count and rate of the profile."""
    given, found = data.get("bases") or {}, []
    for key in dict.fromkeys([*BASE_KEYS, *given]):
        called, base = BASE_KEYS.get(key, key), given.get(key) or {}
        known = base.get("figures") or {}
        source = _field(("bases", key, "source"), f"{called}的数出自何处", base.get("source"), f"如 {called}通报")
        names = dict.fromkeys([*profile.measures, *profile.rates, *known])
        values = [
            _field(("bases", key, "figures", name), measure_label(profile, name), known.get(name)) for name in names
        ]
        found.append((called, [source, *values]))
    return found


def _refuse_without_source(call: Call, bases: list[tuple[str, list[SuppliedField]]]) -> None:
    for called, (source, *values) in bases:
        if any(call.text(each.name) for each in values) and not call.text(source.name):
            raise stop("supplied.source", f"没有写{called}的数出自何处", advice=f"写上，如 {called}通报，再保存")


def _value(field: SuppliedField, typed: str) -> Value:
    is_text = field.kind == "date" or field.name.endswith((f"{STEP}text", f"{STEP}source"))
    return typed if is_text else number_or_text(typed)


def _last_document(call: Call) -> dict[str, Any]:
    """What the period before said of its document; nothing where there is none or it cannot be read."""
    before = [each for each in County(call.county).periods() if each.last < call.period.first]
    if not before:
        return {}
    try:
        said = read_supplied_file(text_of(hand_out(call.folder_of(before[-1]) / SUPPLIED)), SUPPLIED)
        return dict(said.data["document"])
    except (BulletinError, KeyError, TypeError):
        return {}  # what is wrong with it is said where that period is


def _fields(profile: Profile, data: Any, last: Mapping[str, Any]) -> list[SuppliedField]:
    asked = [name for name in asked_of_document(profile) if name != "dated"]
    document = data.get("document") or {}
    names = dict.fromkeys([*asked, "dated", *document])
    found = [
        _document_field(name, document.get(name), last.get(name))
        for name in names
        if name in DocumentFacts.model_fields
    ]
    figures = dict.fromkeys([n for n, m in profile.measures.items() if m.supplied and not m.by_unit])
    for name in dict.fromkeys([*figures, *(data.get("figures") or {})]):
        found += _figure_fields(name, measure_label(profile, name), (data.get("figures") or {}).get(name) or {})
    return found


def _document_field(name: str, value: Any, last: Any) -> SuppliedField:
    label, _, hint = (DocumentFacts.model_fields[name].description or name).partition("，")
    kind = "date" if name in ("dated", "printed_on") else "number"
    if last is not None and PLACEHOLDER not in str(last):
        hint = f"上一期是 {last}"
    return _field(("document", name), label.partition("；")[0], value, hint, kind)


def _figure_fields(name: str, label: str, figure: Any) -> list[SuppliedField]:
    known = figure if isinstance(figure, dict) else {}
    parts = (
        ("text", "印出的写法", "如 约1.1万人次"),
        ("value", "准确的数", "如 11000"),
        ("source", "出处", "由谁提供"),
    )
    return [_field(("figures", name, key), f"{label}：{words}", known.get(key), hint) for key, words, hint in parts]


def _field(path: tuple[str, ...], label: str, value: Any, hint: str = "", kind: str = "text") -> SuppliedField:
    text = "" if value is None else str(value)
    asked = PLACEHOLDER in text
    return SuppliedField(STEP.join(path), label, "" if asked else text, hint, kind, asked)
