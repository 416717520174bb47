"""A desk that really runs, on a port of its own, and requests as a browser or an attacker would send them."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from bulletin_gen.desk.server.launch import Opened, serve

EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


@dataclass
class RunningDesk:
    """A desk at work."""

    opened: Opened
    cookie: str = ""
    folder: Path = field(default_factory=Path)

    @property
    def base(self) -> str:
        """Its address without the token."""
        return f"http://127.0.0.1:{self.opened.port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """A request with exactly these headers beside Host; underscores stand for hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.opened.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        response = connection.getresponse()
        answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        connection.close()
        return answer

    def enter(self) -> None:
        """Takes the cookie, as the browser does that the desk opens."""
        path = self.opened.address.removeprefix(self.base)
        self.cookie = self.ask("GET", path).headers["set-cookie"].partition(";")[0]

    def get(self, path: str, **headers: str) -> Answer:
        """A page, as the desk's own browser asks for it."""
        return self.ask("GET", path, None, Cookie=self.cookie, **headers)

    def post(self, path: str, fields: dict[str, str | list[str]] | None = None, **headers: str) -> Answer:
        """A form, as the desk's own pages send it."""
        body = urlencode(fields or {}, doseq=True).encode()
        form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": self.base, "Cookie": self.cookie}
        return self.ask("POST", path, body, **{**form, **headers})

    def upload(self, path: str, name: str, files: dict[str, bytes], **fields: str) -> Answer:
        """Files sent under ``name`` (file name → content), with other fields."""
        return self.upload_all(path, [(name, file, content) for file, content in files.items()], **fields)

    def upload_all(self, path: str, files: list[tuple[str, str, bytes]], **fields: str) -> Answer:
        """Files (field, file name, content) sent with other fields."""
        edge = "edge-7f3a"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        for name, file, content in files:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
            parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
        body = b"".join([*parts, f"--{edge}--\r\n".encode()])
        kind = f"multipart/form-data; boundary={edge}"
        return self.ask("POST", path, body, Content_Type=kind, Origin=self.base, Cookie=self.cookie)

    def done(self, address: str) -> str:
        """Waits for the work at ``address`` (a job's page); returns where it leads, or the page that says why not."""
        for _ in range(600):
            answer = self.get(address)
            if answer.status == 303:
                return answer.headers["location"]
            if "bad-card" in answer.text:
                return answer.text
            time.sleep(0.1)
        raise AssertionError("the work did not end")


@contextmanager
def running(folder: Path, idle: float = 900.0) -> Iterator[RunningDesk]:
    """A desk over ``folder``, entered; ended afterwards."""
    opened: list[Opened] = []
    ready = threading.Event()

    def told(what: Opened) -> None:
        opened.append(what)
        ready.set()

    thread = threading.Thread(target=serve, args=(folder, 0, lambda: date(2024, 6, 5), told, idle), daemon=True)
    thread.start()
    assert ready.wait(20)
    desk = RunningDesk(opened[0], folder=folder)
    for _ in range(100):
        try:
            desk.enter()
            break
        except ConnectionRefusedError:
            time.sleep(0.05)
    try:
        yield desk
    finally:
        if thread.is_alive():
            desk.post("/end")
        thread.join(20)
        assert not thread.is_alive()
