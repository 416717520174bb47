"""Writing what a person has confirmed into profile.yaml and units.csv, leaving everything else as it stands."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping
from pathlib import Path

from bulletin_gen.intake.cells.text import key_of, tidy
from bulletin_gen.intake.files.tabletext import content_of, csv_rows, decode
from bulletin_gen.intake.kept.units import HEADS, owner_of, parse_units
from bulletin_gen.leaves.issues import Place, stop, system_reason
from bulletin_gen.leaves.publish import replace_whole
from bulletin_gen.profile.load import read_profile_file, with_rule


def with_columns(text: str, columns: Mapping[str, str], label: str = "profile.yaml") -> str:
    """The text of a profile.yaml with ``columns`` (canonical → head) added to ``intake.columns``; every other line,
    its blanks, comment and end, stays as it is.

    A head that a column already has is not added again; a second head makes a list.
    """
    for column, head in columns.items():
        text = _with_ends_of(text, _with_column(text.replace("\r\n", "\n"), column, head, label))
    return text


def _with_column(text: str, column: str, head: str, label: str) -> str:
    intake = read_profile_file(text, label).data.get("intake") or {}
    path, value = ["intake", "columns", column], (intake.get("columns") or {}).get(column)
    if value is None:
        return with_rule(text, path, head, label)
    names = value if isinstance(value, list) else [value]
    if any(key_of(str(name)) == key_of(head) for name in names):
        return text
    if isinstance(value, list):
        return with_rule(text, [*path, len(value)], head, label)
    return with_rule(text, path, [str(value), head], label)


def _with_ends_of(before: str, after: str) -> str:
    """``after``, whose lines end with a line feed, each with the end that it has in ``before``; new ones end like
    most."""
    old, new = before.split("\n"), after.split("\n")
    bare = [line.removesuffix("\r") for line in old]
    usual = "\r" if 2 * before.count("\r\n") > before.count("\n") else ""
    ahead = next((at for at, (was, now) in enumerate(zip(bare, new, strict=False)) if was != now), len(new))
    rest = min(len(old), len(new)) - ahead
    behind = next((at for at in range(rest) if bare[-1 - at] != new[-1 - at]), rest)
    middle = [line + usual for line in new[ahead : len(new) - behind]]
    if middle and not behind:
        middle[-1] = middle[-1].removesuffix("\r")  # the last line has no end
    return "\n".join([*old[:ahead], *middle, *(old[-behind:] if behind else [])])


def write_columns(path: Path, columns: Mapping[str, str]) -> None:
    """``with_columns`` on the file itself, which is replaced whole; the mark that some editors put first stays."""
    content = content_of(path)
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    text = decode(content, path.name).removeprefix("\ufeff")
    replace_text(path, mark + with_columns(text, columns, path.name).encode())


def with_alias(data: bytes, unit: str, alias: str, name: str = "units.csv") -> bytes:
    """The content of a units.csv with ``alias`` added to ``unit``; encoding and line ends stay.

    ``BulletinError`` when there is no such unit, and when another one is called so at the same time: the next run
    could not tell whose orders they are.
    """
    text = decode(data, name)
    rows = list(csv_rows(text))
    head = [tidy(cell) for cell in rows[0]] if rows else []
    if HEADS[0] not in head:
        raise stop("units.heads", "单位名册的表头不对", Place(file=name, row=1), expected="，".join(HEADS))
    if "别名" not in head:
        head.append("别名")
        rows[0].append("别名")
    place, names = head.index("别名"), head.index(HEADS[0])
    for row in rows[1:]:
        if len(row) > names and key_of(row[names]) == key_of(unit):
            _check_free(text, unit, alias, name)
            row += [""] * (place + 1 - len(row))
            row[place] = "；".join(filter(None, (row[place], alias)))
            return encoded_like(rows, data, text)
    raise stop("units.unknown", "名册里没有这个单位", Place(file=name), found=unit, advice="先在 units.csv 里登记")


def _check_free(text: str, unit: str, alias: str, name: str) -> None:
    if other := owner_of(alias, unit, parse_units(text, name)[0]):
        raise stop(
            "units.clash", "别名已属于另一个单位，没有改动", Place(file=name), found=f"{alias}：{other.name}",
            expected="每个名称、简称、别名只属于一个本期有效的单位",
            advice=f"确属“{unit}”的，先在 units.csv 里把它从“{other.name}”去掉；机构合并、改名的，先填停用、启用日期",
        )  # fmt: skip


def encoded_like(rows: list[list[str]], data: bytes, text: str) -> bytes:
    """Rows as the CSV text whose content ``data`` was, ``text`` when decoded: encoding and line ends are the same."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(rows)
    for encoding in ("utf-8-sig", "utf-8", "gb18030", "utf-16"):
        if _roundtrips(data, text, encoding):
            return out.getvalue().encode(encoding)
    return out.getvalue().encode("utf-8-sig")


def _roundtrips(data: bytes, text: str, encoding: str) -> bool:
    try:
        return text.encode(encoding) == data
    except UnicodeEncodeError:
        return False


def replace_text(path: Path, content: bytes) -> None:
    """Replaces a file whole: it is never seen half written. ``BulletinError`` where it cannot be replaced; then it
    stays as it was, with nothing beside it."""
    try:
        replace_whole(path, lambda part: part.write_bytes(content))
    except OSError as reason:
        raise stop(
            "file.denied", "文件改不了，没有改动", Place(file=str(path)), found=system_reason(reason),
            advice="关闭正打开着它的 Excel、WPS 或编辑器，只读的文件、文件夹取消只读，然后重新运行",
        ) from reason  # fmt: skip
