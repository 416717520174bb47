"""The checks in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from bulletin_gen.proof.checks.adding.repeats import check_repeats
from bulletin_gen.proof.checks.adding.sums import check_sums
from bulletin_gen.proof.checks.changes import check_changes
from bulletin_gen.proof.checks.claims.bounds import check_bounds
from bulletin_gen.proof.checks.claims.columns import check_columns
from bulletin_gen.proof.checks.claims.extremes import check_extremes
from bulletin_gen.proof.checks.claims.gaps import check_gaps
from bulletin_gen.proof.checks.claims.hundreds import check_hundreds
from bulletin_gen.proof.checks.claims.order import check_order
from bulletin_gen.proof.checks.claims.period import check_period
from bulletin_gen.proof.checks.claims.places import check_places
from bulletin_gen.proof.checks.claims.trends import check_trends
from bulletin_gen.proof.checks.claims.words import check_words
from bulletin_gen.proof.checks.dates import check_dates
from bulletin_gen.proof.checks.form import check_form
from bulletin_gen.proof.checks.heads import check_heads
from bulletin_gen.proof.checks.lists import check_lists
from bulletin_gen.proof.checks.means import check_means
from bulletin_gen.proof.checks.meant.again import check_again
from bulletin_gen.proof.checks.meant.bases import check_bases
from bulletin_gen.proof.checks.meant.cells import check_cells
from bulletin_gen.proof.checks.meant.noted import check_noted
from bulletin_gen.proof.checks.meant.pointing import check_pointing
from bulletin_gen.proof.checks.meant.rest import check_rest
from bulletin_gen.proof.checks.meant.scopes import check_scopes
from bulletin_gen.proof.checks.meant.steps import check_steps
from bulletin_gen.proof.checks.meant.sweeping import check_sweeping
from bulletin_gen.proof.checks.rates import check_rates
from bulletin_gen.proof.checks.relations.averages import check_averages
from bulletin_gen.proof.checks.relations.divided import check_divided
from bulletin_gen.proof.checks.relations.levels import check_levels
from bulletin_gen.proof.checks.relations.named import check_named as check_named_parts
from bulletin_gen.proof.checks.relations.summed import check_summed
from bulletin_gen.proof.checks.relations.unborne import check_unborne
from bulletin_gen.proof.checks.relations.within import check_within
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
from bulletin_gen.proof.checks.tables.ratios import check_table_ratios
from bulletin_gen.proof.checks.tables.rows import check_table_rows
from bulletin_gen.proof.checks.tables.sums import check_table_sums
from bulletin_gen.proof.checks.times.issues import check_issues
from bulletin_gen.proof.checks.times.until import check_until
from bulletin_gen.proof.discourse import Discourse
from bulletin_gen.proof.findings import Objection, Proven


class NamedCheck(Struct, frozen=True):
    """One check: its Chinese name, the kinds of its results, the clause of the standard where there is one;
    ``within_tables``: it works out each table by itself, and reads no sentence; ``asks``: it only asks, since what it
    goes by is inferred."""

    name: str
    kinds: tuple[str, ...]
    run: Callable[[Discourse], Iterator[Objection | Proven]]
    clause: str = ""
    within_tables: bool = False
    asks: bool = False


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
    NamedCheck("没有件数的占比", ("share_sum",), check_hundreds, asks=True),
    NamedCheck("相差和高于", ("difference", "order"), check_gaps, asks=True),
    NamedCheck("第几位", ("order", "top_n", "count"), check_places, asks=True),
    NamedCheck("说出的升降", ("difference", "count"), check_trends, asks=True),
    NamedCheck("说出的次序", ("order",), check_order, asks=True),
    NamedCheck("说出的界限", ("le", "count"), check_bounds, asks=True),
    NamedCheck("一整列", ("text_table", "count", "mean"), check_columns, asks=True),
    NamedCheck("最高和最低", ("text_table", "order", "difference"), check_extremes, asks=True),
    NamedCheck("过半、几成、几倍", ("share", "growth", "difference"), check_words, asks=True),
    NamedCheck("序号和月份", ("numbering", "title_month", "heading"), check_heads, "GB/T 9704-2012"),
    NamedCheck("所报的时段", ("title_month", "date"), check_period, asks=True),
    NamedCheck("日期", ("date",), check_dates),
    NamedCheck(
        "书写",
        ("missing_number", "missing_unit", "range", "percent_sign", "date_zero", "punct", "typo", "web_residue"),
        check_form,
        "GB/T 9704-2012 7.3.5, GB/T 15834-2011",
    ),
    NamedCheck("分成几部分", ("sum",), check_divided, asks=True),
    NamedCheck("合起来的数", ("sum",), check_summed, asks=True),
    NamedCheck("现数、原数和变化", ("growth", "difference"), check_levels, asks=True),
    NamedCheck("指名的部分", ("share", "sum"), check_named_parts, asks=True),
    NamedCheck("没有来处的百分数", ("share", "rate"), check_unborne, asks=True),
    NamedCheck("其中、分别和各季度", ("le", "count", "sum"), check_within, asks=True),
    NamedCheck("平均每次", ("mean",), check_averages, asks=True),
    NamedCheck("写明的分母", ("share",), check_bases, asks=True),
    NamedCheck("说了两次的数", ("repeat",), check_again, asks=True),
    NamedCheck("剩下的数", ("sum",), check_rest, asks=True),
    NamedCheck("表中某行某列的数", ("text_table", "sum"), check_cells, asks=True),
    NamedCheck("由前数得后数", ("growth", "difference", "sum", "pp_unit", "count"), check_steps, asks=True),
    NamedCheck("指着前文的话", ("count", "name", "difference"), check_pointing, asks=True),
    NamedCheck("括号里注明的分母", ("rate",), check_noted, asks=True),
    NamedCheck("某某中的占比", ("share",), check_scopes, asks=True),
    NamedCheck("表中每多少的数", ("rate",), check_table_ratios, within_tables=True, asks=True),
    NamedCheck("均如何", ("difference", "le", "count"), check_sweeping, asks=True),
    NamedCheck("到某日的天数", ("date",), check_until, asks=True),
    NamedCheck("期数", ("numbering",), check_issues, asks=True),
)
