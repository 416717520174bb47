"""What a page shows beside a form while it is filled in: the bulletin as it would be, or what stands against it."""

from __future__ import annotations

import json

from starlette.responses import JSONResponse, Response

from bulletin_gen.county.workspace import County, order_files
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import grouped, page
from bulletin_gen.desk.pages.county import newest
from bulletin_gen.keeping.handing import hand_out, text_of
from bulletin_gen.leaves.issues import BulletinError, stop
from bulletin_gen.pipeline import Survey
from bulletin_gen.profile.load import parse_profile, read_profile_file, with_rule
from bulletin_gen.written.yamledit import Value, number_or_text
from bulletin_gen.written.yamlfile import KeyPath


def has_orders(call: Call) -> str:
    """The newest period, if it has orders to try rules with; else nothing."""
    period = newest(call.county)
    return period if period and order_files(call.county / period) else ""


def with_sent(call: Call, text: str) -> str:
    """A profile's text with every field that was sent (``json path`` → typed text) and is not as it was."""
    for name, typed in call.form.multi_items():
        was = call.form.get(f"was:{name}")
        if name.startswith("[") and isinstance(typed, str) and isinstance(was, str) and typed.strip() != was:
            text = _with_typed(text, _path(name), typed.strip(), listed=f"list:{name}" in call.form)
    return text


def _path(name: str) -> KeyPath:
    try:
        path = json.loads(name)
    except ValueError as reason:
        raise stop("desk.field", "表单里有不认识的项", advice="刷新页面再填") from reason
    return [step for step in path if isinstance(step, (str, int))]


def _with_typed(text: str, path: KeyPath, typed: str, *, listed: bool) -> str:
    spelling = read_profile_file(text).spelling
    parts = typed.replace("\r\n", "\n").replace("\n", "、").split("、")
    value: Value = [spelling.inner(path, part.strip()) for part in parts if part.strip()]
    return with_rule(text, path, value if listed else number_or_text(spelling.inner(path, typed)))


def tried_profile(call: Call) -> Survey:
    """The newest period under the rules as they stand in the form. Raises ``BulletinError``."""
    text = with_sent(call, text_of(hand_out(County(call.county).profile)))
    return call.desk.surveys.tried(call.county, newest(call.county), profile=parse_profile(text))


def refused(call: Call, reason: BulletinError) -> Response:
    """What stands against trying, as a part of a page."""
    answer = page(call, "parts/refused.html", groups=grouped(reason.issues))
    return JSONResponse({"html": bytes(answer.body).decode()}, 422)
