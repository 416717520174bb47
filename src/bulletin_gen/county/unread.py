"""What lies among a period's orders and is not read: what it is, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from bulletin_gen.leaves.issues import Issue, Place, error, warning

#: macOS puts such a file beside each file on a disk or in an archive that is not its own.
MAC_MARK = "._"
#: Documents and pictures that nobody takes for an export.
_DOCUMENTS = frozenset(
    (".docx", ".doc", ".pdf", ".md", ".pptx", ".ppt", ".ofd", ".bak", ".log")
    + (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic")
)
#: What other programs call their files, and how their tables become readable.
_OTHER_PROGRAMS = {
    ".numbers": ("苹果 Numbers 表格", "在 Numbers 里选“文件 → 导出到 → Excel”，把得到的 .xlsx 放进来，再移出这一份"),
    ".ett": ("WPS 表格的模板", "用 WPS 打开后另存为 .xlsx，再移出这一份"),
    ".wps": (
        "WPS 文字文档，不是表格",
        "里面是工单的，用 WPS 打开，把表格复制到 WPS 表格里另存为 .xlsx；不是就移出期间文件夹",
    ),
    ".wpt": ("WPS 文字的模板，不是表格", "移出期间文件夹"),
    ".dps": ("WPS 演示文稿，不是表格", "移出期间文件夹"),
    ".rar": ("RAR 压缩文件", "解压后把里面的工单放进来，或改用 .zip；不是工单就移出期间文件夹"),
    ".7z": ("7z 压缩文件", "解压后把里面的工单放进来，或改用 .zip；不是工单就移出期间文件夹"),
    ".xlsb": ("Excel 二进制工作簿", "用 Excel 打开后另存为 .xlsx，再移出这一份"),
    ".mdb": ("Access 数据库", "把工单表导出为 .xlsx 放进来"),
    ".dbf": ("dBase 表", "用 Excel 或 WPS 打开后另存为 .xlsx，再移出这一份"),
}


def unread_issue(path: Path) -> Issue:
    """What lies among the orders and was not read: an error where it may hold orders, else a warning."""
    place, kind = Place(file=path.name), "没有读取的文件"
    if path.is_dir():
        advice = "是本期的工单，就把表格移到期间文件夹里；不是就把这个文件夹移出"
        return warning("workspace.unread", "没有读取的文件夹", place, found="里面有表格", advice=advice)
    if path.name.startswith(MAC_MARK):
        advice = f"删除它；工单在 {path.name.removeprefix(MAC_MARK)} 里"
        return error("workspace.unread", kind, place, found="苹果电脑留下的附属文件，里面没有工单", advice=advice)
    if not path.is_file():
        return error("workspace.unread", kind, place, found=_odd(path), advice="移出期间文件夹，换成工单文件本身")
    if path.suffix.lower() in _OTHER_PROGRAMS:
        found, advice = _OTHER_PROGRAMS[path.suffix.lower()]
        return error("workspace.unread", kind, place, found=found, expected="xlsx、xls、csv 等工单表", advice=advice)
    if path.suffix.lower() in _DOCUMENTS:
        found, advice = "不是工单表", "期间文件夹里只放本期的工单和人工填写的文件，其他的移出"
        return warning("workspace.unread", kind, place, found=found, advice=advice)
    return error(
        "workspace.unread", kind, place, found=f"不读取 {path.suffix} 格式" if path.suffix else "名称没有后缀",
        expected="xlsx、xls、csv 等工单表", advice="是工单就用 Excel 或 WPS 打开后另存为 .xlsx；不是就移出期间文件夹",
    )  # fmt: skip


def _odd(path: Path) -> str:
    """What a path is that is neither a file nor a folder."""
    if not path.is_symlink():
        return "管道或设备，不是文件"
    try:
        path.resolve(strict=True)
    except FileNotFoundError:
        return "快捷链接，指向的文件已经没有了"
    except (OSError, RuntimeError):
        return "快捷链接，指回它自己"
    return "快捷链接，指向管道或设备，不是文件"
