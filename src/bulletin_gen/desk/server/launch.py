"""The desk's life: a free port on this PC, a token, the browser, and the end when nobody looks any more."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import uvicorn
from msgspec import Struct

from bulletin_gen.desk.answers.calls import OpenDesk
from bulletin_gen.desk.server.app import application
from bulletin_gen.desk.server.safety import ENTRANCE, Receive, Scope, Send
from bulletin_gen.keeping.confined import Confined
from bulletin_gen.keeping.scratch import sweep
from bulletin_gen.leaves.issues import Place, stop, system_reason

HOST = "127.0.0.1"
#: Seconds without any page asking: the window has been closed. Pages ask every half minute.
IDLE = 900.0
_LOOK = 2.0


class Opened(Struct, frozen=True):
    """A desk that is about to run: its address with the token, its port."""

    address: str
    port: int


def serve(
    folder: Path, port: int, today: Callable[[], date], ready: Callable[[Opened], None], idle: float = IDLE
) -> None:
    """Runs the desk for ``folder`` until it is asked to end, or no page has asked for ``idle`` seconds. ``port`` 0: any
    free one. ``ready`` is told the address. Raises ``BulletinError`` where the port is taken."""
    if not folder.is_dir():
        raise stop("workspace.missing", "找不到文件夹", Place(file=str(folder)), advice="检查路径，或先建好这个文件夹")
    token = secrets.token_urlsafe(32)
    with _listening(port) as listener:
        chosen = int(listener.getsockname()[1])
        sweep(chosen)
        running = _Running(folder.resolve(), token, chosen, today, idle)
        ready(Opened(f"http://{HOST}:{chosen}{ENTRANCE}?token={token}", chosen))
        asyncio.run(running.run(listener))


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as reason:
            raise stop(
                "desk.port", "这个端口用不了", found=f"{port}：{system_reason(reason)}", advice="换一个 --port，或不写"
            ) from reason
        listener.listen(100)  # a browser that is quicker than the server waits; it is not refused
        yield listener


class _Running:
    """The server, and the watch over whether anybody still looks."""

    def __init__(self, folder: Path, token: str, port: int, today: Callable[[], date], idle: float) -> None:
        self._idle, self._asked = idle, time.monotonic()
        self._desk = OpenDesk(Confined(folder), today, self._end, port=port)
        self._app = application(self._desk, token, port)
        # log_config: uvicorn's own looks at sys.stdout, which is None without a console; addresses are never logged.
        config = uvicorn.Config(
            self._noticed, interface="asgi3", log_config=None,
            access_log=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=3, date_header=False, server_header=False,
        )  # fmt: skip
        self._server = uvicorn.Server(config)

    async def _noticed(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._asked = time.monotonic()
        await self._app(scope, receive, send)

    def _end(self) -> None:
        self._server.should_exit = True

    async def run(self, listener: socket.socket) -> None:
        """Serves until the end."""
        watch = asyncio.create_task(self._watch())
        try:
            await self._server.serve(sockets=[listener])
        finally:
            watch.cancel()
            for ending in self._desk.endings:
                ending()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(min(_LOOK, self._idle))
            if self._desk.jobs.busy:
                self._asked = time.monotonic()
            if time.monotonic() - self._asked > self._idle:
                self._end()
