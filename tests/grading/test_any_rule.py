"""Whatever score a profile may hold, grading gives every unit a result that adds up, or says why it has none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_gen.adjustments import Adjustment, AdjustmentKind
from bulletin_gen.grading import Assessment, Grading, grade
from bulletin_gen.leaves.numbers import Rounding, round_exact
from bulletin_gen.profile import Profile
from bulletin_gen.profile.scoring import Score
from ruletable import indicators_of, registry_of

points = st.decimals(0, 100, places=1)
thresholds = st.decimals(0, 1, places=2)
RATES = ("按期率", "满意率")


@st.composite
def terms(draw: st.DrawFn, name: str) -> dict[str, Any]:
    rate = {"rate": draw(st.sampled_from(RATES)), "inverted": draw(st.booleans()), "points": draw(points)}
    line = {
        draw(st.sampled_from(["full_from", "full_to"])): draw(thresholds),
        "off": draw(st.decimals("0.1", 5, places=1)),
    }
    steps = [
        {"from": bar, "points": draw(points)} for bar in draw(st.lists(thresholds, min_size=1, max_size=4, unique=True))
    ]
    kinds = [
        rate,
        rate | {"line": line | {"whole_steps": draw(st.booleans())}},
        rate | {"steps": steps},
        {"measure": "应办", "per_item": draw(st.decimals(-5, 5, places=1)), "points": draw(st.none() | points)},
        {"share_of_group": "应办", "points": draw(points)},
        {"entries": {"base": draw(points)}},
        {"constant": draw(points)},
    ]
    term = draw(st.sampled_from(kinds)) | {"name": name, "bonus": draw(st.booleans())}
    if draw(st.booleans()):
        least, most = sorted(draw(st.tuples(points, points)))
        term |= {"least": least, "most": most}
    return term | {"digits": draw(st.none() | st.integers(0, 3))}


@st.composite
def scores(draw: st.DrawFn) -> dict[str, Any]:
    bounds = sorted(draw(st.tuples(points, points)))
    return {
        "from": draw(st.sampled_from(["rounded", "exact"])),
        "terms": [draw(terms(f"项{i}")) for i in range(draw(st.integers(1, 5)))],
        "digits": draw(st.integers(0, 3)),
        "rounding": draw(st.sampled_from(list(Rounding))).value,
        "bonus_beyond_full": draw(st.booleans()),
    } | (dict(zip(("least", "most"), bounds, strict=True)) if draw(st.booleans()) else {})


@st.composite
def counts(draw: st.DrawFn) -> list[dict[str, str]]:
    rows = []
    for i in range(draw(st.integers(1, 6))):
        due, rated = draw(st.integers(0, 30)), draw(st.integers(0, 30))
        numbers = {"应办": due, "按期": draw(st.integers(0, due)), "回访": rated, "满意": draw(st.integers(0, rated))}
        row = {"单位": f"单位{i}", "分组": draw(st.sampled_from(["甲组", "乙组"]))}
        rows.append(row | {head: str(number) for head, number in numbers.items()})
    return rows


def profile_with(score: dict[str, Any], empty: str) -> Profile:
    return Profile.model_validate(
        {
            "kind": "通报",
            "county": "某县",
            "document": {"mark": "通报", "title": "通报"},
            "units": {"groups": ["甲组", "乙组"]},
            "measures": {name: {} for name in ("应办", "按期", "回访", "满意")},
            "rates": {
                "按期率": {"numerator": "按期", "denominator": "应办", "empty": {"score": empty}},
                "满意率": {"numerator": "满意", "denominator": "回访", "empty": {"score": empty}},
            },
            "score": score,
            "grades": [{"grade": "A", "from": 80}, {"grade": "B", "from": 60}, {"grade": "C"}],
            "ranking": {"within": "group"},
            "lists": {"前二": {"order": ["-score", "registered"], "top": 2, "within": "group"}},
        }
    )


@settings(max_examples=150, deadline=None)
@given(scores(), counts(), st.sampled_from(["zero", "full", "rescale", "leave_out"]), st.booleans())
def test_results_add_up(score: dict[str, Any], rows: list[dict[str, str]], empty: str, rewarded: bool) -> None:
    profile = profile_with(score, empty)
    registry = registry_of(rows, profile)
    indicators = indicators_of(rows, registry, profile)
    entry = Adjustment(AdjustmentKind.BONUS, unit="单位0", points=Decimal("1.5"))
    grading, _ = grade(indicators, registry, profile, [entry] if rewarded else [], {})
    assert list(grading.assessments) == [unit.name for unit in registry.units]
    for result in grading.assessments.values():
        check_score(result, profile.score["default"])
    check_ranks(grading)


def check_score(result: Assessment, rule: Score) -> None:
    for term, made in zip(rule.terms, result.terms.values(), strict=True):
        assert made.how
        if made.points is not None and term.digits is not None:
            assert made.points == Fraction(round_exact(made.points, term.digits))
    if result.score is None:
        assert (result.grade, result.rank, result.unscored) == ("", None, "各项率均无分母")
        return
    assert result.exact_score is not None
    assert result.score == round_exact(result.exact_score, rule.digits, rule.rounding)
    assert result.grade == ("A" if result.score >= 80 else "B" if result.score >= 60 else "C")
    plain = sum((made.points or Fraction(0) for made in result.terms.values()), Fraction(0))
    if rule.least is None and rule.most is None:
        assert result.exact_score <= plain
        assert result.exact_score == plain or not rule.bonus_beyond_full
    else:
        assert rule.least is not None and rule.most is not None
        assert rule.least <= result.exact_score <= rule.most


def check_ranks(grading: Grading) -> None:
    results = [result for result in grading.assessments.values() if result.score is not None]
    for one in results:
        better = [r for r in results if r.unit.group == one.unit.group and r.score > one.score]  # type: ignore[operator]
        assert one.rank == len(better) + 1
    best = {scope.name for scope in grading.lists["前二"].scopes}
    assert best <= {result.unit.name for result in results if result.rank is not None and result.rank <= 2}
