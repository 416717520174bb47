"""What a page shows beside a form while it is filled in: the bulletin as it would be, or what stands against it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse, Response

from bulletin_gen.county.workspace import PROFILE, WORDING, County, order_files
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import grouped, page
from bulletin_gen.keeping.handing import hand_out, text_of
from bulletin_gen.leaves.issues import BulletinError, stop
from bulletin_gen.pipeline import Survey
from bulletin_gen.profile import Profile
from bulletin_gen.profile.load import parse_profile, read_profile_file, with_rule
from bulletin_gen.written.yamledit import Value, number_or_text
from bulletin_gen.written.yamlfile import KeyPath

#: What is wrong in these is of the form itself; of an issue without a file too. Anything else has its own page.
_TRIED = ("", PROFILE, WORDING)


def has_orders(call: Call) -> str:
    """The period that is shown, if it has orders to try rules with; else nothing."""
    period = call.shown_period()
    return period if period and order_files(call.county / period) else ""


def with_sent(call: Call, text: str) -> str:
    """A profile's text with every field that was sent (``json path`` → typed text) and is not as it was."""
    for name, typed in call.form.multi_items():
        was = call.form.get(f"was:{name}")
        if name.startswith("[") and isinstance(typed, str) and isinstance(was, str) and typed.strip() != was:
            text = _with_typed(text, path_of(name), typed.strip(), listed=f"list:{name}" in call.form)
    return text


def path_of(name: str) -> KeyPath:
    """The place that a field of a form is about; ``BulletinError`` where it is none."""
    try:
        path = json.loads(name)
    except ValueError as reason:
        raise stop("desk.field", "表单里有不认识的项", advice="刷新页面再填") from reason
    if not isinstance(path, list) or not path:
        raise stop("desk.field", "表单里有不认识的项", advice="刷新页面再填")
    return [step for step in path if isinstance(step, (str, int))]


def _with_typed(text: str, path: KeyPath, typed: str, *, listed: bool) -> str:
    return with_rule(text, path, _value(text, path, typed, listed=listed))


def _value(text: str, path: KeyPath, typed: str, *, listed: bool) -> Value:
    """What was typed for a place of the profile, in its inner words."""
    spelling = read_profile_file(text).spelling
    parts = typed.replace("\r\n", "\n").replace("\n", "、").split("、")
    values: Value = [spelling.inner(path, part.strip()) for part in parts if part.strip()]
    return values if listed else number_or_text(spelling.inner(path, typed))


def with_new(call: Call, text: str) -> str:
    """A profile's text with one more rule in the list that ``add`` names, of what was typed for it; what was left empty
    is not written. ``BulletinError`` where nothing was typed, or its name is missing or taken."""
    place = path_of(call.text("add"))
    held = read_profile_file(text).data
    for step in place:
        held = held.get(step) if isinstance(held, dict) else None
    if not isinstance(held, (dict, list)):
        raise stop("desk.field", "表单里有不认识的项", advice="刷新页面再填")
    name: str | int = len(held) if isinstance(held, list) else call.text(f"name:{call.text('add')}")
    if isinstance(held, dict) and (not name or name in held):
        raise stop("desk.field", "新的一项没有名称，或者名称已经有了", found=str(name), advice="起一个别的名称")
    before, made = f"new:{call.text('add')}:", dict[str | int, Any]()
    for field, typed in call.form.multi_items():
        if field.startswith(before) and isinstance(typed, str) and typed.strip():
            inner = path_of(field.removeprefix(before))
            listed = f"list:{field}" in call.form
            _put(made, inner, _value(text, [*place, name, *inner], typed.strip(), listed=listed))
    if not made:
        raise stop("desk.field", "新的一项什么也没有填", advice="填上再加")
    return with_rule(text, [*place, name], _whole(made))


def _put(made: dict[str | int, Any], path: KeyPath, value: Value) -> None:
    for step in path[:-1]:
        made = made.setdefault(step, {})
    made[path[-1]] = value


def _whole(made: Any) -> Any:
    """What was put together key by key: entries under numbers are a list."""
    if not isinstance(made, dict):
        return made
    if made and all(isinstance(key, int) for key in made):
        return [_whole(made[key]) for key in sorted(made)]
    return {str(key): _whole(each) for key, each in made.items()}


def tried_profile(call: Call) -> Survey:
    """The period that is shown under the rules as they stand in the form. Raises ``BulletinError``."""
    return call.desk.surveys.tried(call.county, call.shown_period(), profile=sent_profile(call))


def sent_profile(call: Call) -> Profile:
    """The rules as they stand in the form. Raises ``BulletinError``."""
    return parse_profile(with_sent(call, text_of(hand_out(County(call.county).profile))))


def refused(call: Call, reason: BulletinError) -> Response:
    """What stands against trying, as a part of a page."""
    here = [each for each in reason.issues if Path(each.place.file).name in _TRIED]
    answer = page(
        call, "parts/refused.html", groups=grouped(tuple(here)), others=len(reason.issues) - len(here),
        address=call.county_address(call.shown_period(), "issues"),
    )  # fmt: skip
    return JSONResponse({"html": bytes(answer.body).decode()}, 422)
