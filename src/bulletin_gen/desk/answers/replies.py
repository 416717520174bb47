"""Pages out: templates filled in, every value escaped; what stands against a request, said on a page of its own."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bulletin_gen.county.workspace import ORDER_ENDINGS
from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.places import BY_PAGE, on_desk, way_to_mend
from bulletin_gen.keeping.confined import period_named
from bulletin_gen.keeping.handing import ChangedOnDiskError, Handed
from bulletin_gen.leaves.issues import BulletinError, Issue, Severity
from bulletin_gen.leaves.periods import Period
from bulletin_gen.render.html import write_html
from bulletin_gen.tree import Bulletin

HERE = Path(__file__).parent.parent
#: The sheets of the bulletin, drawn in a frame: their own style, no script whatever.
PAPER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; "
    "base-uri 'none'"
)
#: What a page says after a change; the address carries only the word.
SAID = {
    "saved": "已保存。原来的内容留作一个版本，可以撤销。",
    "same": "同样的文件已经在这里了。",
    "added": "已放入。",
    "removed": "已移出，留在“以前的版本”里。",
    "undone": "已撤销上一次修改。",
    "nothing": "没有可以撤销的。",
    "restored": "已换回所选的版本。",
    "made": "已建好。",
    "decided": "已记入 adjustments.xlsx。",
    "aliased": "已改好名册。",
    "written": "已生成。",
    "worded": "已写进正文写法，下一次生成就这样说。",
    "table": "表已写进规则。",
}


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(HERE / "templates", encoding="utf-8")
    env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.globals["order_endings"] = ",".join(ORDER_ENDINGS)
    env.filters["part"] = lambda text: quote(str(text), safe="")
    env.filters["moment"] = _moment
    env.filters["on_desk"] = on_desk
    env.filters["period"] = lambda key: period_named(key).name if key else ""
    return env


def _moment(seconds: float, form: str = "%Y-%m-%d %H:%M") -> str:
    return datetime.fromtimestamp(seconds).astimezone().strftime(form)


def page(call: Call, template: str, status: int = 200, **values: Any) -> Response:
    """The page that ``template`` makes of ``values``."""
    said = SAID.get(call.query.get("said", ""), "")
    text = _environment().get_template(template).render(call=call, said=said, **values)
    return HTMLResponse(text, status)


def go_to(address: str, said: str = "") -> Response:
    """Sends the browser on after a change, so that reloading repeats nothing."""
    if not said:
        return RedirectResponse(address, 303)
    joint = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{joint}said={said}", 303)


def sheets(bulletin: Bulletin) -> Response:
    """A bulletin as a page of its own, under a policy that lets no script run."""
    return HTMLResponse(write_html(bulletin), headers={"content-security-policy": PAPER_POLICY})


def download(name: str, content: bytes, kind: str = "application/octet-stream") -> Response:
    """A file to be saved under ``name``, never shown within a page."""
    told = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=kind, headers={"content-disposition": told})


def problem(call: Call, reason: BulletinError, status: int = 400) -> Response:
    """What stands against a request: each issue with what to do; what was typed stays in the browser's page before."""
    if isinstance(reason, ChangedOnDiskError) and call.posted:
        return conflict(call, reason.now)
    around, period = _around(call)
    ways = list(dict.fromkeys(way for issue in reason.issues if (way := way_to_mend(call, issue))))
    ways = [way for way in ways if way.address != call.address]
    return page(
        call, "problem.html", status, groups=grouped(reason.issues), ways=ways, around=around, period=period,
        by_page=BY_PAGE,
    )  # fmt: skip


def _around(call: Call) -> tuple[str, Period | None]:
    """The template around a page that something stands against: with the steps where the address has any."""
    try:
        if "period" in call.path:
            return "month_base.html", call.period
        if "county" in call.path:
            return ("county_base.html" if call.county.is_dir() else "base.html"), None
    except BulletinError:
        pass  # that there is no such county or period is what the page says
    return "base.html", None


def conflict(call: Call, now: Handed) -> Response:
    """The file is not what the page showed: what it says now, and the choice to put what was typed in its place."""
    fields = [(key, value) for key, value in call.form.multi_items() if isinstance(value, str) and key != "hash"]
    shown = now.content.decode("utf-8", "replace") if b"\0" not in now.content[:2000] else ""
    return page(call, "conflict.html", 409, now=now, fields=fields, shown=shown)


class GroupedIssues:
    """Issues of one kind: the gravest first, the same thing once with its places."""

    def __init__(self, kind: str, code: str, severity: Severity) -> None:
        self.kind, self.code, self.severity = kind, code, severity
        self.alike: dict[tuple[str, str, str], list[Issue]] = {}

    @property
    def count(self) -> int:
        """How many issues."""
        return sum(map(len, self.alike.values()))


def grouped(issues: tuple[Issue, ...]) -> list[GroupedIssues]:
    """Issues by kind, errors before warnings, in the order in which they were told."""
    found: dict[tuple[str, Severity, str], GroupedIssues] = {}
    for issue in sorted(issues, key=lambda each: list(Severity).index(each.severity)):
        # What is to be filled in is filled in file by file, each on a page of its own.
        file = issue.place.file if issue.code == "file.unfilled" else ""
        group = found.setdefault(
            (issue.kind, issue.severity, file), GroupedIssues(issue.kind, issue.code, issue.severity)
        )
        group.alike.setdefault((issue.found, issue.expected, issue.advice), []).append(issue)
    return list(found.values())
