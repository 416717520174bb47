"""Wrong calls: exit code 2, one Chinese sentence on standard error, nothing on standard output."""

from __future__ import annotations

import pytest

from cli.calls import call

WRONG = [
    (["generate"], "缺少参数 县文件夹"),
    (["gen"], "没有命令 gen"),
    (["generat"], "没有命令 generat，是不是 generate"),
    (["generate", "某县", "--oot", "x"], "没有选项 --oot，是不是 --out"),
    (["generate", "某县", "--quiet"], "没有选项 --quiet"),
    (["generate", "某县", "--format", "doc"], "--format 只能是 pdf、html、docx，不是“doc”"),
    (["generate", "某县", "--dated", "2024年7月"], "--dated 应为 2024-07-10 这样的日期，不是“2024年7月”"),
    (["generate", "某县", "2024-05", "2024-06"], "多余的参数 2024-06"),
    (["generate", "某县", "--out"], "选项 --out 后面要写值"),
    (["generate", "某县", "--record=1"], "选项 --record 后面不写值"),
    (["schema", "orders"], "只能是 profile 或 facts，不是“orders”"),
    (["new", "某县"], "新建县文件夹要写 --kind 通报种类"),
    (["new", "某县", "--kind", "政务督查", "--period", "5月"], "--period “5月”不是有效的期间"),
    (["inspect"], "缺少参数 文件"),
    (["units"], "缺少参数 县文件夹"),
    (["batch", "全市", "--jobs", "两个"], "选项 --jobs 不对：应为整数"),
    (["batch", "全市", "--jobs", "0"], "选项 --jobs 不对：应不小于 1"),
    (["batch", "全市", "--from", "2023-01"], "--from 和 --to 要一起用"),
    (["--verbose"], "没有选项 --verbose"),
]


@pytest.mark.parametrize(("arguments", "reason"), WRONG, ids=lambda value: " ".join(value))
def test_wrong_usage(arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, *arguments)
    assert (said.code, said.out) == (2, "")
    message = said.err.splitlines()[-1]
    assert message.startswith(f"用法有误：{reason}")
    assert message.endswith("。用 --help 查看说明。")


def test_without_a_command_the_help_is_shown_and_the_call_counts_as_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("用法：bulletin-gen")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "--version")
    assert said.code == 0
    assert said.out.startswith("bulletin-gen 0.")
