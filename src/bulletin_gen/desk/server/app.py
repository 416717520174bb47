"""The desk as an application: every address with its page, behind the checks."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bulletin_gen.desk.answers.calls import Call, OpenDesk
from bulletin_gen.desk.answers.replies import HERE, page, problem
from bulletin_gen.desk.pages.routes import PAGES, PageOf
from bulletin_gen.desk.server.safety import Guarded
from bulletin_gen.leaves.issues import BulletinError, stop, system_reason

_LOG = logging.getLogger("bulletin_gen.desk")
_MOST_FILES, _MOST_FIELDS, _LONGEST_FIELD = 60, 20_000, 4 * 1024 * 1024


def application(desk: OpenDesk, token: str, port: int) -> Guarded:
    """The whole desk for one folder, reached on ``port`` of this PC with ``token``."""
    routes = [Route(path, _endpoint(desk, make), methods=methods) for path, methods, make in PAGES]
    routes += [Route("/alive", _alive), Route("/jobs/{number:int}.json", _job(desk))]
    static = Mount("/static", StaticFiles(directory=HERE / "static"))
    app = Starlette(routes=[*routes, static])
    app.router.redirect_slashes = False
    return Guarded(app, token, (f"127.0.0.1:{port}", f"localhost:{port}"))


async def _alive(request: Request) -> Response:
    return PlainTextResponse("ok")


def _job(desk: OpenDesk) -> Callable[[Request], Awaitable[Response]]:
    async def job(request: Request) -> Response:
        found = desk.jobs.get(request.path_params["number"])
        if found is None:
            return JSONResponse({"done": True, "step": "", "ok": False})
        return JSONResponse({"done": found.done, "step": found.step, "ok": bool(found.next)})

    return job


def _endpoint(desk: OpenDesk, make: PageOf) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(answered, _call(desk, request, FormData()), make)
        try:
            form = request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD)
            async with form as sent:
                return await run_in_threadpool(answered, _call(desk, request, sent), make)
        except MultiPartException:
            return PlainTextResponse("送来的表单读不了。", 400)

    return endpoint


def _call(desk: OpenDesk, request: Request, form: FormData) -> Call:
    return Call(desk, request.method, request.url.path, request.path_params, request.query_params, form)


def answered(call: Call, make: PageOf) -> Response:
    """The page, or a page that says what stands against it. A fault of the program is logged by its kind and place:
    its words may hold what stood in a cell."""
    try:
        call.look_at_period()
        return make(call)
    except BulletinError as reason:
        return problem(call, reason)
    except OSError as reason:
        told = stop(
            "file.unreadable",
            "文件或文件夹无法读写",
            found=system_reason(reason),
            advice="关闭正打开着它的程序，再试一次",
        )
        return problem(call, told)
    except Exception as reason:  # noqa: BLE001  # one page's fault must not end the desk
        where = reason.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        line = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
        _LOG.error("%s at %s", type(reason).__name__, line)
        return page(call, "fault.html", 500, kind=type(reason).__name__)
