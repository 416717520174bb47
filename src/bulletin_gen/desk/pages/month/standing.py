"""What stands out in a period, for the page on which texts are written."""

from __future__ import annotations

from starlette.responses import Response

from bulletin_gen.desk.answers.calls import Call
from bulletin_gen.desk.answers.replies import grouped, page
from bulletin_gen.leaves.issues import BulletinError


def digest(call: Call) -> Response:
    """The digest of the period, asked for when it is opened; or what stands against it."""
    from bulletin_gen.digest.find import stand_out
    from bulletin_gen.digest.model import NoticeKind

    try:
        found = stand_out(call.county, call.period.key)
    except BulletinError as reason:
        return page(call, "parts/refused.html", groups=grouped(reason.issues))
    return page(call, "digest.html", found=found, kinds=tuple(NoticeKind))
