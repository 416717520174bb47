"""第十一期, 总第十期: all issues are no fewer than those of the year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.checks.evidence import objection
from bulletin_gen.proof.discourse import Discourse
from bulletin_gen.proof.findings import Gravity, Objection

_NUMBER = r"\d{1,4}|[一二三四五六七八九十百〇零]{1,7}"
_ISSUE = late(rf"(?<!总)第(?P<one>{_NUMBER})期[^。]{{0,12}}?(?:总|累计)第?(?P<all>{_NUMBER})期")
_TOTAL_FIRST = late(rf"总第(?P<all>{_NUMBER})期[^。]{{0,12}}?(?<!总)第(?P<one>{_NUMBER})期")
_SIGNS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}


def check_issues(discourse: Discourse) -> Iterator[Objection]:
    """The numbers of the issue, in the head."""
    for utterance in discourse.utterances[:8]:
        for match in (*_ISSUE.finditer(utterance.text), *_TOTAL_FIRST.finditer(utterance.text)):
            one, all_ = counted(match["one"]), counted(match["all"])
            if one and all_ and all_ < one:
                words = (f"总第{match['all']}期", f"不小于{one}", f"本年已是第{match['one']}期，总期数不会更少")
                begin = match.start("all") - 2
                yield objection("numbering", Gravity.DOUBTFUL, utterance, (begin, match.end("all") + 1), words)


def counted(text: str) -> int:
    """The number that 11, 十一, 一百零三, 一〇三 stand for; 0 where they stand for none."""
    if text.isdigit():
        return int(text)
    if not re.search("[十百]", text):
        return int("".join(str(_SIGNS[sign]) for sign in text))
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * (_SIGNS.get(hundreds[-1:], 1) if "百" in text else 0)
    value += 10 * (_SIGNS.get(tens[-1:], 1) if ten else 0)
    return value + (_SIGNS.get(ones[-1:], 0) if ones else 0)
