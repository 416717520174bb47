"""What a sentence says of a whole column: which row is the greatest, how many rows reach a bound, the mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import fit
from bulletin_gen.proof.checks.evidence import number, objection, printed
from bulletin_gen.proof.checks.tables.columns import ColumnContent, TableColumn, TableView, head_and_stem, views
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection
from bulletin_gen.proof.names import NameBook, is_town
from bulletin_gen.proof.sentences.mentions import Role
from bulletin_gen.proof.sentences.numerals import numeral

_COUNT = r"\d{1,3}|[一二两三四五六七八九十]{1,2}"
_KINDS = (ColumnContent.COUNT, ColumnContent.RATE, ColumnContent.NUMBER, ColumnContent.SHARE, ColumnContent.GROWTH)
_GREATEST = late(
    r"(?P<what>[^,;。:、\d]{0,16}?)(?:排名)?最(?P<way>[高低多少大小长短])的?(?:单位|部门|乡镇|镇街|街道|社区|区县|县区|类别|类|月份|季度|时段|日期)?(?:分别)?(?:是|为)(?P<name>[^\d,;。:、()]{2,16})(?=[,;。(、]|和|与|$)"
)
#: 三个季度中以第一季度诉求量最大.
_BY = late(r"以(?P<name>[^\d,;。:、()]{2,22}?)(?:为)?最(?:为)?(?P<way>[高低多少大小长短])(?=[,;。(]|$)")
_HIGH = "高多大长"
_REACHING = late(
    rf"(?P<what>[^,;。:、\d]{{1,14}}?)(?:在|为|达到|达)?(?P<op>超过|高于|低于|不足|未达到?|达到|不低于)?(?P<bound>\d+(?:\.\d+)?)(?P<unit>%|分|件|个)?(?P<side>\(含\)以上|及以上|以上|及以下|以下)?(?P<with>\(含[^()]{{0,6}}\))?的?"
    rf"(?:(?:承办|责任|参评)?(?:单位|部门|乡镇|镇街|街道|社区|科室|县区)(?:共有|共|有|为|是|达)*|(?:共有|共|有|为|是)+)"
    rf"(?P<count>{_COUNT})[个家](?!百|工|小)"
)
_MEAN_OF = late(r"平均(?P<what>得分|分|[^,;。:、\d]{2,8}?)(?:为|达|是)?(?P<value>\d+(?:\.\d+)?)(?P<unit>%|分|件)?")
_SCORES = late(r"得分|分数|总分|成绩|评分")


def check_columns(discourse: Discourse) -> Iterator[Objection]:
    """Every sentence that speaks of a column by its head."""
    books = discourse.once(large_tables)
    if not books:
        return
    tables = [seen for seen, _ in books]
    for utterance in discourse.utterances:
        said = ""
        for match in _GREATEST.finditer(utterance.text):
            said = match["what"] or said
            yield from _greatest(utterance, match, books, said)
        for match in _BY.finditer(utterance.text):
            for seen, book in books:
                said = _longest_name(book, match["name"])
                if said:
                    what = match["name"][len(said) :].strip("的") or "量"
                    yield from _greatest(utterance, match, [(seen, book)], what)
        for match in _REACHING.finditer(utterance.text):
            yield from _reaching(utterance, match, tables)
        yield from _means(utterance, tables)
        yield from _growths(utterance, books)


def large_tables(discourse: Discourse) -> tuple[tuple[TableView, NameBook], ...]:
    """The tables of three rows and more with their names; to be asked for by ``discourse.once(large_tables)``."""
    return tuple((seen, NameBook(seen.names)) for seen in discourse.once(views) if len(seen.data()) >= 3)


def of_its_sort(seen: TableView, figures: Mapping[int, Fraction], row: int) -> list[Fraction]:
    """The numbers of the towns where ``row`` is one, else of the others."""
    town = is_town(seen.names[row])
    return [value for each, value in figures.items() if is_town(seen.names[each]) == town]


def column_named(seen: TableView, what: str) -> TableColumn | None:
    """The one column whose head the words name; ``None`` where several may be meant."""
    found = []
    for column in seen.of(*_KINDS):
        head, stem = head_and_stem(column.head)
        score = _SCORES.search(head) and _SCORES.search(what)
        if len(head) >= 2 and (what.endswith(head) or head in what or (len(stem) >= 2 and stem in what) or score):
            found.append((what.endswith(head), len(head), column))
    if not found and _SCORES.search(what):
        return score_column(seen)
    if not found:
        counts = seen.of(ColumnContent.COUNT)
        counts = [each for each in counts if re.search("合计|总计|总数|小计", each.head)] or counts
        return counts[0] if len(counts) == 1 and re.search(r"[诉受转派交工件接]\S*量$|数量$", what) else None
    best = max(found, key=lambda each: each[:2])
    alike = [each for each in found if each[:2] == best[:2]]
    totals = [each for each in alike if re.search("总", each[2].head)]
    return best[2] if len(alike) == 1 else totals[0][2] if len(totals) == 1 else None


def score_column(seen: TableView) -> TableColumn | None:
    """The column of scores: the one called so, or 合计 where the table is one of marks."""
    columns = [each for each in seen.of(ColumnContent.COUNT, ColumnContent.NUMBER) if _SCORES.search(each.head)]
    heads = "".join(seen.table.heads)
    marks = len(re.findall(r"[(（]\d+分?[)）]", heads)) >= 3 or re.search(
        "评分|考核|考评|打分", seen.table.caption + heads
    )
    if not columns and marks:
        columns = [each for each in seen.of(ColumnContent.COUNT, ColumnContent.NUMBER) if "计" in each.head]
    totals = [each for each in columns if re.search("总|综合|最终|合", each.head)]
    return columns[0] if len(columns) == 1 else totals[-1] if totals else None


def _greatest(
    utterance: Utterance, match: re.Match[str], books: Sequence[tuple[TableView, NameBook]], what: str
) -> Iterator[Objection]:
    high, falls = match["way"] in _HIGH, bool(re.search("[降跌减]幅", what))
    if not high and re.search("幅", what):
        return  # the smallest fall: of those that fell only
    extreme = max if high != falls else min
    for seen, book in books:
        name = _longest_name(book, match["name"])
        row = book.row(name) if name else None
        columns = _columns_meant(seen, what) if row is not None else []
        doubts = []
        for column in columns:
            figures = column.values(seen.data())
            rivals = of_its_sort(seen, figures, row or 0)
            if row not in figures or len(rivals) < 2:
                continue
            best, among = extreme(figures.values()), extreme(rivals)
            if figures[row] in (best, among):
                return
            doubts.append((column, best, figures))
        if not doubts:
            continue
        column, best, figures = doubts[0]
        right = [seen.names[each] for each, value in figures.items() if value == best]
        said = f"{'、'.join(right[:3])}（{number(best)}）"
        words = (
            name,
            said,
            f"表中“{column.head}”最{match['way']}的是{said}，{name}是{number(figures[row or 0])}",
        )
        yield objection("text_table", Gravity.DOUBTFUL, utterance, match.span("name"), words)
        return


def _longest_name(book: NameBook, words: str) -> str:
    """The name of a row with which words begin; nothing where they begin with none."""
    return next((words[:end] for end in range(len(words), 1, -1) if book.row(words[:end]) is not None), "")


def _columns_meant(seen: TableView, what: str) -> list[TableColumn]:
    """The column that words name; the growths for 增幅 and 降幅; all counts where they only say 诉求量."""
    if re.search("[增升涨降跌减]幅|幅度", what):
        grown = seen.of(ColumnContent.GROWTH)
        told = [each for each in grown if re.search("同比|环比", what) and each.head[:2] in what]
        return told or grown
    column = column_named(seen, what)
    if column is not None:
        return [column]
    plain = re.sub("[的平均件]|其中", "", what)
    within = [each for each in seen.of(*_KINDS) if len(plain) >= 2 and plain in head_and_stem(each.head)[0]]
    if within:
        return within if len(within) == 1 else []
    return seen.of(ColumnContent.COUNT) if re.search(r"(?:诉求|工单|受理|承办|转办|接件|^)(?:总)?[数量]$", what) else []


def _reaching(utterance: Utterance, match: re.Match[str], tables: Sequence[TableView]) -> Iterator[Objection]:
    """得分在95分及以上的有5个."""
    bound, op, side = Fraction(match["bound"]), match["op"] or "", (match["side"] or "") + (match["with"] or "")
    if not (op or side):
        return
    found = [(seen, column) for seen in tables if (column := column_named(seen, match["what"])) is not None]
    groups = [[(seen, column)] for seen, column in found] + ([found] if len(found) > 1 else [])
    options: set[int] = set()
    for group in groups:
        values = [value for seen, column in group for value in column.values(seen.data()).values()]
        low = op in ("低于", "不足", "未达", "未达到") or "下" in side
        beyond, equal = beyond_bound(values, bound, low=low)
        if "及" in side or "含" in side or op in ("达到", "不低于"):
            options |= {beyond + equal}
        else:
            options |= {beyond, beyond + equal} if side else {beyond}
    said = numeral(match["count"]) if len(match["count"]) <= 2 or match["count"].isdigit() else 0
    if found and said not in options:
        follows = "或".join(str(each) for each in sorted(options))
        words = (match["count"], follows, f"表中“{found[0][1].head}”这样的有{follows}个")
        yield objection("count", Gravity.DOUBTFUL, utterance, match.span(), words)


def beyond_bound(values: Sequence[Fraction], bound: Fraction, *, low: bool) -> tuple[int, int]:
    """How many numbers are above a bound (``low``: below it), and how many are equal to it."""
    beyond = sum(1 for each in values if (each < bound if low else each > bound))
    return beyond, values.count(bound)


def _growths(utterance: Utterance, books: Sequence[tuple[TableView, NameBook]]) -> Iterator[Objection]:
    """生态环境类诉求环比下降20%: the row of that name in the column of that comparison."""
    for change in utterance.mentions:
        told = re.match(
            r"(?P<name>[^,;。:、]{2,12}?)(?:类?(?:诉求|工单|问题|事项)?量?)(?P<ref>同比|环比)", change.words
        )
        if change.role is not Role.CHANGE or not change.quantity.is_percent or told is None:
            continue
        for seen, book in books:
            row = book.row(told["name"])
            row = book.row(told["name"].removesuffix("类")) if row is None else row
            columns = [each for each in seen.of(ColumnContent.GROWTH) if told["ref"] in each.head]
            figure = columns[0].figures[row] if row is not None and len(columns) == 1 else None
            if figure is None:
                continue
            said = change.quantity.shown.value * change.direction
            if said != figure.value and figure.shown.digits == change.quantity.shown.digits:
                words = (
                    utterance.words(change.begin, change.end),
                    f"{number(figure.value)}%",
                    f"表中{seen.names[row or 0]}的{columns[0].head}是{number(figure.value)}%",
                )
                yield objection("text_table", Gravity.DOUBTFUL, utterance, (change.begin, change.end), words)
            break


def _means(utterance: Utterance, tables: Sequence[TableView]) -> Iterator[Objection]:
    """6个乡镇平均得分96.25分."""
    for match in _MEAN_OF.finditer(utterance.text):
        mention = next((each for each in utterance.mentions if each.start == match.start("value")), None)
        found = [(seen, column) for seen in tables if (column := column_named(seen, match["what"]))]
        if mention is None or not found or not mention.quantity.shown.digits:
            continue
        shown = mention.quantity.shown
        means = [_mean(seen, column) for seen, column in found]
        totals = [
            figure.value
            for seen, column in found
            for row, total in enumerate(seen.totals)
            if total and (figure := column.figures[row])
        ]
        if any(fit(each, shown) for each in means) or shown.value in totals:
            continue
        said = number(means[0])
        if abs(means[0] - shown.value) * 5 <= means[0]:
            words = (printed(utterance, mention), said, f"表中“{found[0][1].head}”各行平均是{said}")
            yield objection("mean", Gravity.DOUBTFUL, utterance, match.span(), words)


def _mean(seen: TableView, column: TableColumn) -> Fraction:
    values = list(column.values(seen.data()).values())
    return sum(values, Fraction(0)) / max(len(values), 1)
