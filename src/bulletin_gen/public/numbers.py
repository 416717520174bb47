"""Numbers that are somebody's: telephones, identity papers, cards, plates, accounts, orders; and their masks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from msgspec import Struct

from bulletin_gen.leaves.frugal import late


class Private(Struct, frozen=True):
    """A piece of a text that is somebody's: its kind, from ``start`` to ``end``, and what is printed instead."""

    kind: str
    start: int
    end: int
    mask: str


#: Between the digits of a number that people group.
_GAP = r"[- ]?"
#: The same of mobile numbers, which people group by points too.
_POINT = r"[- .·—\u3000\xa0]{0,2}"
#: In brackets right behind an office: 县热线办（市民中心三楼301室，电话….
OF_OFFICE = late(r"(?:办公室|热线办|政府|大厅|中心|[局委办])[（(][^（）()]{0,24}$")
_PUBLIC_MAIL = late(r"(?:公开|公共|官方|单位|办公|监督|举报|投诉)(?:电子)?(?:邮箱|信箱)[:：为是]*$")
_OFFICE = late(r"(?:监督|举报|办公|值班|热线|咨询|服务|传真|单位|投诉)(?:受理)?(?:电话|热线|号码)?[:： ]*$")


def _keep(front: int, back: int) -> Callable[[str], str]:
    def mask(text: str) -> str:
        plain = re.sub(r"[- ]", "", text)
        hidden = max(len(plain) - front - back, 3)
        return plain[:front] + "*" * hidden + (plain[-back:] if back else "")

    return mask


def _is_identity(text: str) -> bool:
    """Whether 18 digits hold a day of birth: with a slip in the last digit it is somebody's all the same."""
    return _is_day(text[6:14])


def _is_old_identity(text: str) -> bool:
    return _is_day("19" + text[6:12])


def _is_day(text: str) -> bool:
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2040


def _is_card(text: str) -> bool:
    """Luhn's check of bank cards."""
    digits = [int(sign) for sign in re.sub(r"\D", "", text)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def _always(text: str) -> bool:
    return True


_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_RULES: tuple[tuple[str, str, Callable[[str], bool], Callable[[str], str]], ...] = (
    ("身份证号", r"(?<!\d)[1-9]\d{5}[ -]?(?:19|20)\d{2}[01]\d[0-3]\d[ -]?\d{3}[\dXxＸ](?!\d)", _always, _keep(4, 0)),
    ("身份证号", r"(?<!\d)[1-9]\d{16}[\dXxＸ](?!\d)", _is_identity, _keep(4, 0)),
    ("身份证号", r"(?<!\d)[1-9]\d{14}(?!\d)", _is_old_identity, _keep(4, 0)),
    ("银行卡号", r"(?<!\d)[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?!\d)", _is_card, _keep(0, 4)),
    ("银行卡号", r"(?<!\d)\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?![\d件])", _always, lambda text: "******"),
    (
        "手机号",
        rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?1[3-9]\d{_POINT}\d{{4}}{_POINT}\d{{4}}(?!\d|[余多]?万?元)",
        _always,
        lambda text: (plain := re.sub(r"[- .·—\u3000\xa0]", "", text))[-11:-8] + "****" + plain[-4:],
    ),
    ("固定电话", r"(?<!\d)[(（]?0\d{2,3}[)）]?[-— ]?[2-9]\d{6,7}(?!\d)", _always, lambda text: "****" + text[-4:]),
    (
        "车牌号",
        rf"[{_PROVINCES}][A-HJ-NP-Za-hj-np-z][·•. —－-]?(?:[A-HJ-NP-Z0-9]{{5,6}}|[A-HJ-NP-Z0-9]{{4}}[挂学警港澳])"
        r"(?![A-Za-z0-9])",
        _always,
        lambda text: text[:2] + "****" + text[-1],
    ),
    ("信用代码", r"(?<![A-Z0-9])92\d{6}[A-Z0-9]{10}(?![A-Z0-9])", _always, lambda text: "******"),
    (
        "出生日期",
        r"(?<!\d)(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?=出生|生(?![活产效成态]))",
        _always,
        lambda text: "******",
    ),
    (
        "电子邮箱",
        r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
        _always,
        lambda text: "***@" + text.partition("@")[2],
    ),
    (
        "IP地址",
        r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])",
        _always,
        lambda text: "*.*.*.*",
    ),
)
#: Numbers that only their label gives away: kind, label, number.
_LABELLED = (
    ("护照号", r"(?:护照|旅行证)(?:号码?|证?号)?", r"[A-Z]{1,2}\d{7,8}"),
    ("通行证号", r"(?:港澳|台湾|往来|回乡|台胞|通行)[^，。；\d]{0,8}证(?:号码?)?", r"[A-Z]?\d{8,10}"),
    ("社保卡号", r"(?:社保|医保|社会保障)(?:卡|账户|编号)*(?:号码?)?", r"[A-Z0-9]{8,18}"),
    ("银行卡号", r"(?:银行)?(?:卡号|账号|帐号|账户|帐户)", r"\d[\d -]{8,24}\d"),
    ("QQ号", r"(?:[Qq]{2}|扣扣|企鹅)(?:号码?)?", r"[1-9]\d{4,11}"),
    (
        "微信号",
        r"(?:微信|[Ww][Xx]|[Vv][Xx]|[Vv]信|薇信)(?:号码?|ID|id|账号|名|昵称)?",
        r"[A-Za-z][A-Za-z0-9_-]{4,19}|1\d{10}",
    ),
    ("出生日期", r"出生(?:日期|年月|于)?|生日", r"(?:19|20)\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?"),
    ("户号", r"(?:水表|电表|燃气|用户|缴费|户|合同|房产证|车架|发动机)(?:编号|号码?)", r"[A-Za-z0-9]{5,24}"),
    ("工单编号", r"(?:工单|受理|事项|诉求|案件|件|流水)(?:编号|号码?|单号)", r"[A-Za-z0-9][A-Za-z0-9-]{4,29}"),
    ("工单编号", r"(?:工单|镇|乡|局|街道|公司|件|、)(?=[\[【])", r"[\[【][A-Za-z0-9-]{5,29}[\]】]"),
    ("工单编号", r"工单", r"[A-Za-z]{0,4}\d[\d-]{7,30}"),
    ("工单编号", r"(?:编号|单号)", r"[A-Za-z]{0,4}[\d-]{8,30}"),
    ("不动产权证号", "", rf"[{_PROVINCES}]?[（(](?:19|20)\d\d[)）][\u4e00-\u9fff]{{2,8}}不动产权第\d{{4,9}}号"),
    ("军官证号", r"(?:军官|士兵|军人|警官)证(?:件)?(?:号码?)?", r"[\u4e00-\u9fff]{0,3}第?\d{5,10}号?"),
    (
        "其他编号",
        r"(?:学号|学籍|就诊卡|诊疗卡|工号|会员|房卡|串号|设备|产品|准考证|病历|住院|门诊|订单|快递|运单|驾驶证|行驶证|残疾证|低保证|结婚证|房产证|产权证|保单)(?:编号|号码?|单号)?",
        r"[A-Za-z0-9][A-Za-z0-9-]{4,29}",
    ),
    ("固定电话", r"(?:电话|座机|联系方式)", r"[2-9]\d{6,7}"),
)
_JOINT = r"(?:[:：为是（(“\"]|号码?(?=[A-Z0-9])|\s)*"


def numbers_in(text: str) -> list[Private]:
    """The numbers of a text that are somebody's; those of offices (监督电话…) are not."""
    found = [*_by_form(text), *_by_label(text), *_long(text)]
    return [each for each in found if not _is_an_offices(text, each)]


def _is_an_offices(text: str, each: Private) -> bool:
    before = text[: each.start]
    if each.kind == "电子邮箱":
        return bool(_PUBLIC_MAIL.search(before))
    telephone = each.kind == "固定电话" or re.fullmatch(r"0\d{2,3}-\d{7,8}", text[each.start : each.end])
    if telephone and OF_OFFICE.search(before):
        return True
    return each.kind in ("固定电话", "手机号") and bool(_OFFICE.search(before))


def _by_form(text: str) -> Iterator[Private]:
    for kind, pattern, holds, mask in _RULES:
        for match in re.finditer(pattern, text):
            if holds(match[0]):
                yield Private(kind, match.start(), match.end(), mask(match[0]))


def _long(text: str) -> Iterator[Private]:
    """Runs of digits that are too long for any count: whatever they are, nobody needs them in public."""
    for match in re.finditer(r"(?<![\d.])[A-Za-z]{0,4}(?:\d{11,}|\d{4,}-\d{8,})(?!\d*[件个元%])", text):
        yield Private("其他编号", match.start(), match.end(), "******")


def _by_label(text: str) -> Iterator[Private]:
    for kind, label, number in _LABELLED:
        for match in re.finditer(rf"(?:{label}){_JOINT}(?P<number>{number})", text):
            shown = match["number"]
            masked = f"{shown[0]}***{shown[-1]}" if shown[0] in "[【" else "******"
            yield Private(kind, match.start("number"), match.end("number"), masked)
