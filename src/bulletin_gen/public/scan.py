"""One text: everything in it that is somebody's, and the text with the masks in its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from bulletin_gen.leaves.frugal import late
from bulletin_gen.public.numbers import Private, numbers_in
from bulletin_gen.public.people import mask_of, names_in
from bulletin_gen.public.places import doors_in

#: Digits and letters that are as wide as characters, and their signs.
_HALF = str.maketrans(
    {chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if chr(0x21 + i).isalnum() or chr(0x21 + i) in "-@._+"}
)
#: Heads of columns whose cells are somebody's.
_HEADS = (
    (
        "姓名",
        late(r"^.{0,4}姓\s*名|^(?:诉求人|来电人|反映人|投诉人|举报人|申请人|当事人|来访人|户主|联系人)(?:姓名)?$"),
    ),
    ("手机号", late(r"^(?:联系)?(?:电话|手机|方式|号码|手机号码?|电话号码)$|来电号码|联系电话|联系方式")),
    ("身份证号", late(r"身份证|证件号")),
    ("住址", late(r"住址|家庭地址|联系地址|详细地址|事发地址|^地址$")),
    ("工单编号", late(r"工单(?:编)?号|流水号|受理编号|诉求编号")),
    (
        "账号",
        late(
            r"微信|[Qq]{2}|邮箱|(?:银行)?(?:卡号|账号|帐号|账户)|车牌|(?:社保|医保|社会保障)卡?|(?:护照|通行证|军官证|学籍|病历|住院|"
            r"准考证|户)号|产权证|房产证|学号|出生(?:日期|年月)"
        ),
    ),
)


def private_in(text: str, officials: Collection[str] = (), known: Collection[str] = ()) -> list[Private]:
    """What is somebody's in ``text``, in order and without overlaps; ``known`` are names found elsewhere."""
    plain = text.translate(_HALF)
    numbers = numbers_in(plain)
    found = [*numbers, *doors_in(plain), *names_in(plain, officials, numbers), *_again(plain, known)]
    return apart(found)


def _again(text: str, known: Iterable[str]) -> Iterable[Private]:
    for name in known:
        for match in re.finditer(re.escape(name), text):
            yield Private("姓名", match.start(), match.end(), mask_of(name))


def apart(found: Sequence[Private]) -> list[Private]:
    """What was found by its place, nothing within what stands before it."""
    kept: list[Private] = []
    for each in sorted(found, key=lambda one: (one.start, one.start - one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def masked_text(text: str, found: Sequence[Private]) -> str:
    """``text`` with masks."""
    for each in reversed(found):
        text = text[: each.start] + each.mask + text[each.end :]
    return text


def kind_of_head(head: str) -> str:
    """What the cells under a head are; empty when they are nobody's."""
    plain = re.sub(r"\s", "", head)
    return next((kind for kind, pattern in _HEADS if len(plain) <= 12 and pattern.search(plain)), "")


def cell_of(kind: str, text: str, officials: Collection[str] = ()) -> list[Private]:
    """A cell under such a head, masked whole."""
    plain = text.strip()
    start = text.find(plain)
    if not plain or "*" in plain or "某" in plain or plain in officials or plain in ("-", "—", "/", "无", "匿名"):
        return []
    if kind == "姓名":
        named = bool(re.fullmatch(r"[\u4e00-\u9fff·]{2,6}", plain)) and not re.search(
            r"[局镇乡办处所院会司区县市]$", plain
        )
        return [Private(kind, start, start + len(plain), mask_of(plain))] if named else []
    if kind == "住址":
        return [
            Private(kind, start + match.start(), start + len(plain), "**")
            for match in [re.search(r"\d", plain)]
            if match
        ]
    if not re.search(r"\d{4}" if kind != "账号" else r"[\dA-Za-z]{4}|\d[-./年]\d", plain):
        return []
    keep = plain[:3] + "****" + plain[-4:] if kind == "手机号" and len(plain) == 11 else "******"
    return [Private(kind, start, start + len(plain), keep)]
