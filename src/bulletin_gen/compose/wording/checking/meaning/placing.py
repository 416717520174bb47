"""名次 said of a rate that it does not rank, and grades that moved the other way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin_gen.compose.wording.checking.lines import Doubt
from bulletin_gen.compose.wording.checking.meaning.fields import Meanings, Meant
from bulletin_gen.compose.wording.checking.sought import Sought
from bulletin_gen.leaves.frugal import late

_BY_SCORE = late("得分|综合|考核|排名|名次|总分|评分|成绩")
_PLACED = Sought("(?:居|列|排|位列|名列)[^，。；]{0,10}?第$", "第")
_MOVED = {
    "下降": Sought("(?:等级|等次)?(?:上升|提升|提高|升级|晋级|升档|升为)的?", "升 提 晋"),
    "上升": Sought("(?:等级|等次)?(?:下降|降低|降级|降档|下滑|降为)的?", "降 下滑"),
}


def place_doubts(fields: Sequence[Meant], known: Meanings) -> Iterator[Doubt]:
    """Ranks by the score beside a rate of which they are said, and moves of grades said the wrong way."""
    for field in fields:
        if field.kind == "rank" and (other := _ranked_by_another(field, fields, known)):
            ranking = known.walker.profile.ranking
            by = known.label(ranking.by) if ranking is not None else ""
            called = known.label(other.key)
            name = field.owner.called if field.owner is not None else "单位"
            yield Doubt(
                field.spoken.named.at, "wording.rank", "名次不是按前面的数排的",
                f"前面是“{called}”，{field.written}是按{by}排的",
                f"写{{{name}：{called}：名次}}，或在前面说明是{by}的名次",
            )  # fmt: skip
        elif field.steps[0] == "等级变动" and field.steps[-1] in _MOVED:
            tail = field.spoken.before.rpartition("}")[2]
            found = list(_MOVED[field.steps[-1]].finditer(tail))
            right = [one for key, words in _MOVED.items() if key != field.steps[-1] for one in words.finditer(tail)]
            if found and not right:
                yield Doubt(
                    field.spoken.named.at, "wording.direction", "写的升降和括号里的不一样",
                    f"写“{found[-1][0]}”，括号里是“{field.steps[-1]}”", "改其中一处",
                )  # fmt: skip


def _ranked_by_another(field: Meant, fields: Sequence[Meant], known: Meanings) -> Meant | None:
    """The figure of the same unit right before a rank that is said to be its place, where the rank goes by another."""
    ranking = known.walker.profile.ranking
    tail = field.spoken.before.rpartition("}")[2]
    if (
        ranking is None
        or _PLACED.search(tail) is None
        or _BY_SCORE.search(field.spoken.before)
        or "名次" not in field.steps[-1]
    ):
        return None
    before = next((each for each in fields if each.spoken.named in field.spoken.earlier[-1:]), None)
    if before is None or before.kind not in ("rate", "count") or before.key == ranking.by:
        return None
    # {某局：满意率：名次} is the place by that rate.
    amounts = [known.lexicon.amounts.get(step, "") for step in field.steps]
    return None if before.key in amounts else before
