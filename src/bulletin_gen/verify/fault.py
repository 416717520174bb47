"""What verification says when something does not hold: a fault of the program, never of the clerk."""

from __future__ import annotations

from bulletin_gen.leaves.issues import Issue, Place, error


def fault(key: str, *, found: str, expected: str) -> Issue:
    """The issue about what was found at ``key`` instead of what was expected."""
    return error(
        "verify.mismatch",
        "生成后核对不符",
        Place(key=key),
        found=found,
        expected=expected,
        advice="没有写出任何文件。这是程序的错误，请把本条信息和所用模板反馈给开发者",
    )
