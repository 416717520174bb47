"""Who may speak to the desk: this PC's own browser, with the token, from the desk's own pages."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from bulletin_gen.keeping.receiving import MOST_BYTES

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "bulletin-desk"
ENTRANCE = "/enter"
#: What a form without files may hold.
MOST_OF_A_FORM = 8 * 1024 * 1024
_OVERHEAD = 1024 * 1024
UPLOAD = "/upload"

#: Nothing but the desk's own files, no script or style within a page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",  # with no-referrer browsers would send no Origin with forms
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class OverlongError(Exception):
    """More was sent than the address takes."""


class Guarded:
    """An application behind the desk's checks. ``hosts``: the ways in which its own address may be written."""

    def __init__(self, app: App, token: str, hosts: tuple[str, ...]) -> None:
        self._app, self._token, self._hosts = app, token, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or refuses it."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        most = (MOST_BYTES + _OVERHEAD) if scope["path"].endswith(UPLOAD) else MOST_OF_A_FORM
        try:
            await self._app(scope, _bounded(receive, most), _with_headers(send))
        except OverlongError:
            await _refused(413, "送来的内容太大，没有收下。")(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Why a request is not answered; None where it may pass."""
        if headers.get("host") not in self._hosts:
            return _refused(400, "地址不对。")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return _refused(405, "不支持这种请求。")
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return _refused(403, "请求来自别的网页，已拒绝。")
        if scope["path"] == ENTRANCE:
            return self._entrance(scope, headers)
        if not self._knows(headers):
            return _refused(403, "请用启动时打开的地址（带口令的那一个）进入。")
        if scope["method"] == "POST" and headers.get("origin") != f"http://{headers['host']}":
            return _refused(403, "请求来自别的网页，已拒绝。")
        return _too_long(scope, headers)

    def _entrance(self, scope: Scope, headers: Headers) -> Response:
        """The token once, then a cookie that only the desk's own pages send."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not self._is_token(given):
            return _refused(403, "口令不对。请用启动时打开的地址进入。")
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", path="/")
        return answer

    def _knows(self, headers: Headers) -> bool:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and self._is_token(cookie.value)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._token.encode())


def _too_long(scope: Scope, headers: Headers) -> Response | None:
    """A refusal before anything of a body that says that it is too long has been read."""
    said = headers.get("content-length", "0")
    most = (MOST_BYTES + _OVERHEAD) if scope["path"].endswith(UPLOAD) else MOST_OF_A_FORM
    return _refused(413, "送来的内容太大，没有收下。") if not said.isdigit() or int(said) > most else None


def _refused(status: int, words: str) -> Response:
    return PlainTextResponse(words, status, {"connection": "close"} if status == 413 else None)


def _bounded(receive: Receive, most: int) -> Receive:
    """``receive`` that stops when more comes than was said or is taken."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise OverlongError
        return message

    return bounded


def _with_headers(send: Send) -> Send:
    """``send`` that adds the headers of every answer."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", POLICY)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending
