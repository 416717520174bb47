"""The checks in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from bulletin_gen.proof.checks.adding.repeats import check_repeats
from bulletin_gen.proof.checks.adding.sums import check_sums
from bulletin_gen.proof.checks.changes import check_changes
from bulletin_gen.proof.checks.dates import check_dates
from bulletin_gen.proof.checks.form import check_form
from bulletin_gen.proof.checks.heads import check_heads
from bulletin_gen.proof.checks.lists import check_lists
from bulletin_gen.proof.checks.means import check_means
from bulletin_gen.proof.checks.rates import check_rates
from bulletin_gen.proof.checks.shares import check_shares
from bulletin_gen.proof.checks.stated.breakdowns import check_breakdowns
from bulletin_gen.proof.checks.stated.differences import check_differences
from bulletin_gen.proof.checks.stated.later import check_later
from bulletin_gen.proof.checks.stated.portions import check_stated_shares
from bulletin_gen.proof.checks.stated.rows import check_rows
from bulletin_gen.proof.checks.stated.siblings import check_lost_units, check_siblings
from bulletin_gen.proof.checks.tables.joined import check_joined
from bulletin_gen.proof.checks.tables.placed import check_named, check_ranks
from bulletin_gen.proof.checks.tables.rates import check_table_rates
from bulletin_gen.proof.checks.tables.rows import check_table_rows
from bulletin_gen.proof.checks.tables.sums import check_table_sums
from bulletin_gen.proof.discourse import Discourse
from bulletin_gen.proof.findings import Objection, Proven


class NamedCheck(Struct, frozen=True):
    """One check: its Chinese name, the kinds of its results, the clause of the standard where there is one;
    ``within_tables``: it works out each table by itself, and reads no sentence."""

    name: str
    kinds: tuple[str, ...]
    run: Callable[[Discourse], Iterator[Objection | Proven]]
    clause: str = ""
    within_tables: bool = False


CHECKS = (
    NamedCheck("占比", ("share", "rounding", "base_unstated"), check_shares),
    NamedCheck(
        "增减", ("growth", "growth_base", "pp_unit", "yoy_mom", "over100", "unit_mismatch"), check_changes, "GB/T 15835"
    ),
    NamedCheck("比率", ("rate", "rate_possible", "le"), check_rates),
    NamedCheck("日均", ("mean",), check_means),
    NamedCheck("合计", ("sum",), check_sums),
    NamedCheck("写明的差数", ("difference", "growth", "pp_unit"), check_differences),
    NamedCheck("后写的原数", ("difference", "growth"), check_later),
    NamedCheck("写明的分法", ("sum", "rate", "le"), check_breakdowns),
    NamedCheck("同段的比率", ("rate",), check_siblings),
    NamedCheck("漏写的单位", ("missing_unit",), check_lost_units),
    NamedCheck("写明的占比", ("share",), check_stated_shares),
    NamedCheck("分点和名单", ("numbering", "count", "order"), check_rows),
    NamedCheck("重复的数", ("repeat",), check_repeats),
    NamedCheck("名单", ("count", "order"), check_lists),
    NamedCheck(
        "表内比率", ("rate", "share", "share_sum", "rounding", "rate_possible"), check_table_rates, within_tables=True
    ),
    NamedCheck("表内合计", ("sum", "row_sum", "header", "order"), check_table_sums, within_tables=True),
    NamedCheck("表内各行", ("numbering", "order", "le", "rate_possible"), check_table_rows, within_tables=True),
    NamedCheck("表内名次和增减", ("order", "growth", "difference"), check_ranks, within_tables=True),
    NamedCheck("文表一致", ("text_table", "top_n", "top_n_tie", "name"), check_joined),
    NamedCheck("文中单位和附表", ("text_table", "name"), check_named),
    NamedCheck("序号和月份", ("numbering", "title_month", "heading"), check_heads, "GB/T 9704-2012"),
    NamedCheck("日期", ("date",), check_dates),
    NamedCheck(
        "书写",
        ("missing_number", "missing_unit", "range", "percent_sign", "date_zero", "punct", "typo", "web_residue"),
        check_form,
        "GB/T 9704-2012 7.3.5, GB/T 15834-2011",
    ),
)
