"""Each attack that a page in another tab, another user of the PC, or a prepared file could try."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from bulletin_gen.keeping.handing import hand_out
from desk.running import EXAMPLES, RunningDesk, running

MONTH = "/c/平江县/2024-05"


def at(path: str) -> str:
    return quote(path, safe="/?=&%")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    city = tmp_path_factory.mktemp("desk") / "全市"
    shutil.copytree(EXAMPLES / "pingjiang", city / "平江县")
    (city.parent / "秘密.txt").write_text("密钥", encoding="utf-8")
    with running(city) as opened:
        yield opened


def test_it_listens_on_this_pc_only(desk: RunningDesk) -> None:
    own = [info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    for address in {each for each in own if not str(each).startswith("127.")}:
        with pytest.raises(OSError), socket.create_connection((address, desk.opened.port), timeout=1):
            pass
    assert desk.get("/").status == 200


@pytest.mark.parametrize("cookie", ["", "bulletin-desk=", "bulletin-desk=wrong", "other=1; bulletin-desk=x"])
def test_nobody_without_the_token(desk: RunningDesk, cookie: str) -> None:
    for path in ("/", at(MONTH + "/preview"), "/trouble", "/static/desk.js", "/alive"):
        assert desk.ask("GET", path, None, Cookie=cookie).status == 403
    assert desk.ask("GET", "/enter?token=wrong").status == 403
    assert desk.ask("GET", "/enter").status == 403


def test_the_cookie_is_for_this_site_alone(desk: RunningDesk) -> None:
    path = desk.opened.address.removeprefix(desk.base)
    answer = desk.ask("GET", path)
    said = answer.headers["set-cookie"].lower()
    assert answer.headers["location"] == "/"
    assert "httponly" in said and "samesite=strict" in said
    assert len(path.partition("token=")[2]) >= 43  # 256 bits


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}"]
)
def test_a_name_bound_again_to_this_pc_is_refused(desk: RunningDesk, host: str) -> None:
    host = host.format(port=desk.opened.port)
    assert desk.ask("GET", "/", None, Host=host, Cookie=desk.cookie).status == 400


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "", "https://127.0.0.1:{port}"]
)
def test_another_sites_forms_are_refused(desk: RunningDesk, origin: str) -> None:
    before = sorted(desk.folder.iterdir())
    fields: dict[str, str | list[str]] = {"name": "恶意县", "kind": "政务督查", "period": "2024-05", "hotline": "x"}
    answer = desk.post("/new", fields, Origin=origin.format(port=desk.opened.port))
    assert answer.status == 403
    assert sorted(desk.folder.iterdir()) == before


def test_forms_without_an_origin_are_refused(desk: RunningDesk) -> None:
    kind = "application/x-www-form-urlencoded"
    assert desk.ask("POST", "/end", b"", Cookie=desk.cookie, Content_Type=kind).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_pages_may_not_even_look(desk: RunningDesk, site: str) -> None:
    assert desk.get("/", Sec_Fetch_Site=site).status == 403
    assert desk.get("/", Sec_Fetch_Site="same-origin").status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(desk: RunningDesk, method: str) -> None:
    assert desk.ask(method, "/", None, Cookie=desk.cookie, Origin=desk.base).status == 405


def test_every_answer_forbids_foreign_script(desk: RunningDesk) -> None:
    for path in ("/", at(MONTH + "/preview"), "/nothing", "/check", at("/c/没有/front")):
        answer = desk.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert "<script>" not in answer.text and " onclick" not in answer.text and "style=" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
    paper = desk.get(at(MONTH + "/paper"))
    assert "script-src" not in paper.headers["content-security-policy"]  # none at all, by default-src
    assert "default-src 'none'" in paper.headers["content-security-policy"]


TRAVERSALS = [
    "..", "../秘密.txt", "..%2f秘密.txt", "%2e%2e", "....//秘密.txt", "/etc/passwd", "C:\\秘密.txt", "..\\秘密.txt",
    "平江县/../../秘密.txt", "秘密.txt\x00.xlsx", "CON", "nul.txt", "a:b", " 秘密", "秘密.", "", "~$锁.xlsx",
    "a" * 300, "‮txt",
]  # fmt: skip


@pytest.mark.parametrize("name", TRAVERSALS)
def test_no_address_leads_out_of_the_folder(desk: RunningDesk, name: str) -> None:
    part = quote(name, safe="")
    for path in (
        f"/c/{part}", f"/c/{part}/front", at("/c/平江县/") + f"{part}/files", at(MONTH + "/results/") + part,
        at(MONTH + "/drafts/") + part, at("/c/平江县/kept/one?number=1&file=") + part,
        at(MONTH + "/issues/row?row=1&sheet=&file=") + part, f"/trouble?county={part}",
        f"/trouble?period={part}&county=x", at("/c/平江县/tables?table=") + part, at(MONTH + "/compared?old=") + part,
        at(MONTH + "/compared.xlsx?new=") + part, f"/c/{part}/tables", at("/c/平江县/") + f"{part}/pages",
    ):  # fmt: skip
        answer = desk.get(path)
        assert "密钥" not in answer.text and "root:" not in answer.text
        assert answer.status in (200, 303, 400, 403, 404), path
        assert answer.status != 200 or "county=" in path or "period=" in path or "old=" in path or part == ""


@pytest.mark.parametrize("name", [each for each in TRAVERSALS if each])
def test_no_field_leads_out_of_the_folder(desk: RunningDesk, name: str) -> None:
    around, secret = sorted(desk.folder.parent.iterdir()), desk.folder.parent / "秘密.txt"
    exports = sorted((desk.folder / "平江县" / "2024-05").iterdir())
    assert desk.post("/batch", {"county": name}).status == 400
    desk.post("/new", {"name": name, "kind": "政务督查", "period": "2024-05"})
    desk.post(at("/c/平江县/period"), {"period": name})
    desk.post(at(MONTH + "/files/aside"), {"name": name, "hash": hand_out(secret).hash})
    desk.post(at(MONTH + "/drafts/refresh"), {"name": name})
    desk.post(at(MONTH + "/drafts/take"), {"name": name, "line": "1"})
    desk.post(at("/c/平江县/tables"), {"table": name, "rows": "units", "value/0": "unit"})
    desk.post(at("/c/平江县/tables/remove"), {"table": name})
    desk.post(at("/c/平江县/rules/remove"), {"remove": name})
    desk.post(at("/c/平江县/rules/add"), {"add": name})
    desk.post(at(MONTH + "/digest/take"), {"sentence": name, "after": name})
    desk.post(at("/c/平江县/kept"), {"file": name, "number": "1", "hash": hand_out(secret).hash})
    desk.post(at("/c/平江县/undo"), {"file": name, "back": "//evil.example"})
    assert secret.read_text(encoding="utf-8") == "密钥"
    assert sorted(desk.folder.parent.iterdir()) == around
    assert sorted((desk.folder / "平江县" / "2024-05").iterdir()) == exports
    for made in desk.folder.iterdir():  # a name that is one, in the folder, may be made
        if made.name != "平江县":
            assert made.name in (name, name.strip())
            shutil.rmtree(made)


@pytest.mark.parametrize(
    "name",
    [
        "../../秘密.csv",
        "..\\\\秘密.csv",
        "/tmp/秘密.csv",
        "profile.yaml",
        "adjustments.xlsx",
        "病毒.exe",
        "CON.csv",
        "a\u202eb.csv",
    ],
)
def test_no_uploads_name_leads_anywhere(desk: RunningDesk, name: str) -> None:
    inside = {path: path.read_bytes() for path in desk.folder.parent.rglob("*") if path.is_file()}
    answer = desk.upload(at(MONTH + "/files/upload"), "files", {name: "工单编号,承办单位\n1,甲\n".encode()})
    assert answer.status == 400
    assert {path: path.read_bytes() for path in desk.folder.parent.rglob("*") if path.is_file()} == inside


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_no_link_leads_out_of_the_folder(desk: RunningDesk, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "pingyu", tmp_path / "别处")
    (desk.folder / "链接县").symlink_to(tmp_path / "别处", target_is_directory=True)
    try:
        assert desk.get(at("/c/链接县")).status == 400
        assert "链接县" not in desk.get("/").text
    finally:
        (desk.folder / "链接县").unlink()


def head_of(desk: RunningDesk, path: str, more: str) -> bytes:
    """The head of a form as the desk's own page sends it."""
    own = f"Host: 127.0.0.1:{desk.opened.port}\r\nOrigin: {desk.base}\r\nCookie: {desk.cookie}"
    return f"POST {path} HTTP/1.1\r\n{own}\r\n{more}\r\n\r\n".encode()


def test_an_upload_that_says_it_is_too_large_is_not_even_read(desk: RunningDesk) -> None:
    with socket.create_connection(("127.0.0.1", desk.opened.port), timeout=20) as line:
        more = f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {2 << 30}"
        line.sendall(head_of(desk, at(MONTH + "/files/upload"), more))
        assert b" 413 " in line.recv(200)


def test_a_form_that_grows_without_end_is_cut_off(desk: RunningDesk) -> None:
    with socket.create_connection(("127.0.0.1", desk.opened.port), timeout=20) as line:
        more = "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked"
        line.sendall(head_of(desk, "/batch", more))
        piece, said = b"a" * 65536, b""
        try:
            for _ in range(1000):
                line.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        except OSError:
            pass  # cut off while sending
        try:
            said = line.recv(200)
        except OSError:
            said = b" 413 "  # reset: nothing was taken
    assert said == b"" or said[8:13] in (b" 413 ", b" 400 ")


def test_a_zip_bomb_is_refused_at_the_door(desk: RunningDesk) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(700):
                part.write(b"<c/>" * (1 << 19))
    began = time.monotonic()
    answer = desk.upload(at(MONTH + "/files/upload"), "files", {"炸弹.xlsx": out.getvalue()})
    assert answer.status == 400 and time.monotonic() - began < 30
    assert not (desk.folder / "平江县" / "2024-05" / "炸弹.xlsx").exists()


MARKUP = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7*7}}"


def test_markup_in_every_cell_stays_text(tmp_path: Path) -> None:
    city = tmp_path / "全市"
    shutil.copytree(EXAMPLES / "pingjiang", city / "平江县")
    folder = city / "平江县" / "2024-05"
    heads = ("工单编号", "承办单位", "受理渠道", "受理时间", "一级分类", f"自有{MARKUP}", "办理结果满意度")
    rows = [",".join(f'"{MARKUP.replace(chr(34), chr(34) * 2)}{i}"' for i, _ in enumerate(heads)) for _ in range(3)]
    text = ",".join('"' + head.replace('"', '""') + '"' for head in heads) + "\n" + "\n".join(rows) + "\n"
    (folder / "标记.csv").write_text(text, encoding="utf-8-sig")
    (folder / "narrative.md").write_text(f"# 典型案例\n\n{MARKUP}\n\n# 工作要求\n\n{MARKUP}\n", encoding="utf-8")
    with running(city) as desk:
        pages = ("files", "issues", "decisions?order=img", "texts", "preview", "supplied")
        for path in (
            *(f"{MONTH}/{page}" for page in pages),
            "/c/平江县/columns",
            "/c/平江县/units",
            "/c/平江县/rules",
            "/",
        ):
            answer = desk.get(at(path))
            assert answer.status == 200, path
            assert "<script>alert" not in answer.text and "<img src=x" not in answer.text
            assert ">49<" not in answer.text


def test_fifty_at_once_hurt_nothing(desk: RunningDesk) -> None:
    path = desk.folder / "平江县" / "2024-05" / "supplied.yaml"
    before = path.read_bytes()
    seen = hand_out(path).hash
    with ThreadPoolExecutor(50) as many:
        sent = [
            many.submit(
                desk.post,
                at(MONTH + "/supplied"),
                {"hash": seen, "document//issue_number": str(100 + n), "document//dated": "2024-07-10"},
            )
            for n in range(50)
        ]
        statuses = sorted(each.result().status for each in sent)
    assert statuses == [303] + [409] * 49  # one was first; all others are told that the file has changed
    now = path.read_text(encoding="utf-8")
    assert any(f"期号: {100 + n}" in now for n in range(50))
    path.write_bytes(before)


def test_a_file_changed_elsewhere_is_not_overwritten_unasked(desk: RunningDesk) -> None:
    path = desk.folder / "平江县" / "2024-05" / "supplied.yaml"
    before, seen = path.read_bytes(), hand_out(path).hash
    path.write_bytes(before + "# 记事本里加的\n".encode())
    fields: dict[str, str | list[str]] = {"hash": seen, "document//issue_number": "77", "document//dated": "2024-07-10"}
    answer = desk.post(at(MONTH + "/supplied"), fields)
    assert answer.status == 409 and "在别处改过" in answer.text and "记事本里加的" in answer.text
    assert path.read_bytes() == before + "# 记事本里加的\n".encode()
    again = desk.post(at(MONTH + "/supplied"), {**fields, "hash": hand_out(path).hash})
    assert again.status == 303
    assert "期号: 77" in path.read_text(encoding="utf-8") and "记事本里加的" in path.read_text(encoding="utf-8")
    path.write_bytes(before)


_SAVING = """
import sys
from pathlib import Path
from bulletin_gen.keeping.handing import hand_out, write_back
county = Path(sys.argv[1]); path = county / "profile.yaml"
print("ready", flush=True)
n = 0
while True:
    n += 1
    write_back(county, path, (f"# {n % 2}\\n" * 20000).encode(), hand_out(path).hash)
"""


def test_killed_while_saving_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    wholes = {(f"# {n}\n" * 20000).encode() for n in (0, 1)}
    path.write_bytes((f"# {0}\n" * 20000).encode())
    for delay in (0.01, 0.02, 0.05, 0.08):
        source = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
        saving = subprocess.Popen([sys.executable, "-c", _SAVING, str(tmp_path)], stdout=subprocess.PIPE, env=source)
        assert saving.stdout is not None and saving.stdout.readline().strip() == b"ready"
        time.sleep(delay)
        saving.kill()
        saving.wait()
        saving.stdout.close()
        assert path.read_bytes() in wholes


def test_faults_tell_nothing_of_what_was_read(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    from bulletin_gen.desk.pages.month import supplied

    def broken(*_: object) -> None:
        raise RuntimeError("张三 13812345678")

    monkeypatch.setattr(supplied, "load_profile", broken)
    answer = desk.get(at(MONTH + "/supplied"))
    assert answer.status == 500 and "13812345678" not in answer.text and "张三" not in answer.text


def test_it_ends_when_nobody_looks_any_more(tmp_path: Path) -> None:
    with running(tmp_path, idle=0.5) as desk:
        time.sleep(3)
        with pytest.raises(OSError):
            desk.get("/")


def test_a_file_open_elsewhere_is_left_as_it_is(desk: RunningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows answers while Word or Excel holds a file: what was typed is refused with what to do, nothing is lost,
    and of two files that belong together none is written."""
    county = desk.folder / "平江县"
    held, replace = county / "正文.txt", os.replace

    def refuse(source: os.PathLike[str], target: os.PathLike[str], *more: object) -> None:
        if held in (Path(source), Path(target)):
            raise PermissionError(13, "Permission denied", str(held))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    inside = {path: path.read_bytes() for path in county.rglob("*") if path.is_file() and "以前" not in str(path)}
    answer = desk.post(at("/c/平江县/wording"), {"hash": hand_out(held).hash, "text": "别的话。"})
    assert answer.status == 400 and "关闭" in answer.text
    picked = {"rows": "units", "title": "新的表", "value/0": "unit", "place": "body", "after": "7"}
    seen = {"hash": hand_out(county / "profile.yaml").hash, "wording_hash": hand_out(held).hash}
    answer = desk.post(at("/c/平江县/tables"), picked | seen)
    assert answer.status == 400 and "关闭" in answer.text
    now = {path: path.read_bytes() for path in county.rglob("*") if path.is_file() and "以前" not in str(path)}
    assert now == inside
    monkeypatch.undo()
    assert desk.post(at("/c/平江县/tables"), picked | seen).status == 303
    for path in (county / "profile.yaml", held):
        path.write_bytes(inside[path])
