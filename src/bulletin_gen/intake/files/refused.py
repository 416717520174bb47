"""Why a file is not read, as errors for clerks."""

from __future__ import annotations

from bulletin_gen.county.workspace import ORDER_ENDINGS, UNSAID_ENDINGS
from bulletin_gen.intake.files.overlay import MOST_MERGED
from bulletin_gen.leaves.issues import BulletinError, Place, stop

#: What is read, as clerks are told; how a file is known stands in ``opening``.
_READ = "、".join(ending for ending in ORDER_ENDINGS if ending not in UNSAID_ENDINGS)


def broken(name: str, sheet: str = "") -> BulletinError:
    """The file is damaged or cut."""
    return stop(
        "file.broken", "文件损坏或不完整", Place(file=name, sheet=sheet),
        advice="用 Excel 或 WPS 打开看看；打不开就从平台重新导出",
    )  # fmt: skip


def locked(name: str) -> BulletinError:
    """The file wants a password."""
    return stop("file.password", "文件有打开密码", Place(file=name), advice="用 Excel 或 WPS 打开，取消密码后另存再试")


def wrong_type(name: str, found: str, advice: str = "") -> BulletinError:
    """The file is no table at all."""
    return stop(
        "file.type", "不是能读取的表格文件", Place(file=name), found=found,
        expected=f"{_READ}，或装有这些文件的 .zip",
        advice=advice or "里面是工单的，从平台重新导出为表格；不是就移出期间文件夹",
    )  # fmt: skip


def scattered(name: str, found: str) -> BulletinError:
    """The sheet spans far more than it holds."""
    return stop(
        "file.scattered",
        "工作表里有远离表格的零散内容，没有读取",
        Place(file=name),
        found=found,
        advice="在 Excel 或 WPS 里按 Ctrl+End 找到它，删去多余的行列后另存",
    )


def overmerged(name: str) -> BulletinError:
    """More merged cells than any table has."""
    return stop(
        "file.merged", "合并单元格多得不正常，没有读取", Place(file=name),
        found=f"一个工作表里有{MOST_MERGED}处以上合并单元格", expected="一般的工单表",
        advice="用 Excel 或 WPS 打开，全选后取消合并单元格再另存；或从平台重新导出",
    )  # fmt: skip
