"""The head of the bulletin, its number, signature and imprint, with the first page drawn as they are typed."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from bulletin_gen.county.workspace import PROFILE, County
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import go_to, page, sheets
from bulletin_gen.desk.pages.setup.trying import has_orders, refused, tried_profile, with_sent
from bulletin_gen.keeping.editing.describing import RuleField, described
from bulletin_gen.keeping.handing import hand_out, like_before, text_of, write_back
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.profile.load import read_profile_file, with_rule
from bulletin_gen.written.yamlfile import PLACEHOLDER

#: The elements, in the order in which they stand on the page.
_FIELDS: tuple[tuple[str, ...], ...] = (
    ("county",), ("hotline",), ("document", "head"), ("document", "mark"), ("document", "title"),
    ("document", "document_number"), ("document", "running_number"), ("document", "issuer"), ("document", "addressees"),
    ("document", "signature"), ("document", "signatures"), ("document", "note"), ("document", "copied_to"),
    ("document", "printed_by"), ("document", "copies"),
)  # fmt: skip
_CALLED = {
    "head": "版头", "signature": "落款", "county": "地区全称",
    "hotline": "热线怎样称呼", "mark": "红头（发文机关标志）", "title": "标题",
    "document_number": "期号或发文字号", "running_number": "总期号", "issuer": "编发单位", "addressees": "主送",
    "signatures": "署名", "note": "附注", "copied_to": "抄送", "printed_by": "印发单位", "copies": "印数",
}  # fmt: skip
_LISTED = frozenset(("mark", "signatures", "copied_to"))
#: Without these a bulletin has no red head, which is a choice.
_MAY_BE_NONE = frozenset(("mark",))
#: Fields with a choice: what each of their words stands for.
_CHOICES = {
    "head": {"": "照这种通报的样子", "bare": "只有标题", "brief": "简报式", "document": "文件式"},
    "signature": {"": "照这种通报的样子", "none": "没有", "dated": "只有日期", "signed": "机关和日期"},
}


def front(call: Call) -> Response:
    """The form, or what was typed into it written back."""
    handed = hand_out(County(call.county).profile)
    if call.posted:
        text = _without_open(call, with_sent(call, text_of(handed)))
        write_back(call.county, handed.path, like_before(text, handed), call.text("hash"))
        first = bool(call.text("first"))
        return go_to(
            call.county_address(call.shown_period(), "files") if first else call.county_address("front"), "saved"
        )
    data = read_profile_file(text_of(handed), PROFILE).data
    fields = [(json.dumps(each.path, ensure_ascii=False), each) for each in _fields(data)]
    return page(
        call,
        "front.html",
        fields=fields,
        hash=handed.hash,
        first=bool(call.query.get("first")),
        trying=has_orders(call),
        unfilled=_unfilled(data),
        may_be_none=_MAY_BE_NONE,
        called=_CHOICES,
    )


def _without_open(call: Call, text: str) -> str:
    """A profile's text without the elements that were to be filled in, may be missing and were left empty."""
    for name in sorted(_MAY_BE_NONE & _unfilled(read_profile_file(text, PROFILE).data)):
        if call.form.get(json.dumps(["document", name])) == "":
            text = with_rule(text, ["document", name], None)
    return text


def _fields(data: Any) -> list[RuleField]:
    return [_field(path, data) for path in _FIELDS]


def _field(path: tuple[str, ...], data: Any) -> RuleField:
    value = data
    for step in path:
        value = (value or {}).get(step)
    if path[-1] in _CHOICES:
        return RuleField(path, _CALLED[path[-1]], "", str(value or ""), tuple(_CHOICES[path[-1]]))
    meaning = str(described(path).get("description", ""))
    hint = str(value).partition("：")[2].strip("〕") if PLACEHOLDER in str(value) else meaning.partition("，可写")[0]
    hint = hint.partition("，如")[0] if "{" in hint else hint
    hint = hint.replace("两个机关写成两项", "几个机关用、隔开")
    hint = hint.replace("没有红头时删去这一行", "没有红头的空着")
    own = "，“某”换成本单位的简称" if PLACEHOLDER in str(value) else ""
    hint = f"{hint}；花括号和里面的字每期自动换成当期的，留着不改{own}" if "{" in str(value) else hint
    shown = "、".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    if PLACEHOLDER in shown:
        example = shown.partition("：")[2].partition("如 ")[2].rstrip("〕']")
        shown = example if "{" in example else ""
    return RuleField(path, _CALLED[path[-1]], hint.rstrip("〕']"), shown, (), path[-1] in _LISTED)


def _unfilled(data: Any) -> set[str]:
    """The elements that still are to be filled in."""
    values = {"county": data.get("county"), "hotline": data.get("hotline"), **(data.get("document") or {})}
    return {name for name, value in values.items() if PLACEHOLDER in str(value)}


def tried(call: Call) -> Response:
    """The sheets as they would be with what stands in the form."""
    try:
        return sheets(tried_profile(call).bulletin)
    except BulletinError as reason:
        return refused(call, reason)
