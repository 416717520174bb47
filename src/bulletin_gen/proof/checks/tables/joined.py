"""Text against table: the counts that both give, the first N, grades, and names that the table does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from bulletin_gen.leaves.frugal import late
from bulletin_gen.proof.arithmetic import percent_fit
from bulletin_gen.proof.checks.evidence import number, objection, printed, proven
from bulletin_gen.proof.checks.lists import split_names
from bulletin_gen.proof.checks.tables.columns import ColumnContent, TableColumn, TableView, views
from bulletin_gen.proof.discourse import Discourse, Utterance
from bulletin_gen.proof.findings import Gravity, Objection, Proven
from bulletin_gen.proof.names import NameBook, is_town
from bulletin_gen.proof.sentences.mentions import Mention, Role
from bulletin_gen.proof.sentences.numerals import numeral

#: So many names in common make a list and a table one thing.
_COMMON = 3
_SHORT_NAMES = 2
_AGREE = Fraction(85, 100)
_FIRST = late(
    r"(?P<metric>[^,;。:]{0,30}?)(?:排名|排行|排|位列|位居|列|居)?(?P<end>前|后|末)(?P<count>\d{1,2}|[一二两三四五六七八九十])(?:位|名|个|家)?(?:的)?"
    r"(?P<between>[^,;。:、\d]{0,20}?)(?:分别|依次)?(?:为|是|:)+(?P<names>[^,;。:\d]+)"
)
_GRADE = late(
    r"(?P<names>(?:[^,;。:、]{2,14}、)*[^,;。:、]{2,14}?)(?:的)?(?:考核|评价|综合|考评)*等[级次](?:评价)?[为是:]+"
    r"(?P<grade>[A-E]|优秀|良好|合格|不合格|优|良|中|差)"
)
#: What stands in whatever those find. A text without it is not tried from each of its characters.
_SAYS_FIRST, _SAYS_GRADE = late(r"[前后末][\d一二两三四五六七八九十]"), late("等[级次]")


@lru_cache(maxsize=4)
def _found(pattern: re.Pattern[str], sign: re.Pattern[str], text: str) -> tuple[re.Match[str], ...]:
    return tuple(pattern.finditer(text)) if sign.search(text) else ()


class Joined(Struct, frozen=True):
    """A table that a text speaks of: its view, its names, and the rows of its counts."""

    seen: TableView
    book: NameBook
    counts: dict[Fraction, list[int]]


class RowMatch(Struct, frozen=True):
    """A number of the text and the row of the unit that it is of."""

    mention: Mention
    row: int


def check_joined(discourse: Discourse) -> Iterator[Objection | Proven]:
    """Everything that text and tables both say."""
    tables = [
        Joined(seen, NameBook(seen.names), _counts(seen)) for seen in discourse.once(views) if len(seen.names) >= 2
    ]
    for utterance in discourse.utterances:
        yield from _numbers(utterance, tables)
        yield from _firsts(utterance, tables)
        yield from _grades(utterance, tables)
        yield from _same_numbers(utterance, tables)
        yield from _shares_of_names(discourse, utterance, tables)
    yield from _odd_names(discourse, tables)


def _odd_names(discourse: Discourse, tables: Sequence[Joined]) -> list[Objection]:
    """Names that the tables lack; where there are more than two, short names are the bulletin's way."""
    found = [each for utterance in discourse.utterances for each in _names(utterance, tables)]
    return found if len({each.printed for each in found}) <= _SHORT_NAMES else []


def _shares_of_names(discourse: Discourse, utterance: Utterance, tables: Sequence[Joined]) -> Iterator[Proven]:
    """前五位的是甲、乙…，占…: what those have in the table, together, of a number of the text."""
    for match in _found(_FIRST, _SAYS_FIRST, utterance.text):
        share = next(
            (each for each in utterance.mentions if each.start >= match.end() and each.role is Role.SHARE), None
        )
        for table in tables if share else ():
            rows = [table.book.row(name) for name in split_names(match["names"])]
            sums = _sums_of(table.seen, [row for row in rows if row is not None]) if None not in rows else []
            if share and _is_share(discourse, sums, share):
                yield proven("share", utterance, (share.begin, share.end))
                break


def _is_share(discourse: Discourse, sums: Sequence[Fraction], share: Mention) -> bool:
    """Whether the share is one of these sums ÷ a number of the text."""
    wholes = discourse.large_counts if sums else ()
    return any(percent_fit(part, whole, share.quantity.shown) for part in sums for whole in wholes)


def _sums_of(seen: TableView, rows: Sequence[int]) -> list[Fraction]:
    """The counts of these rows together, of every column of counts."""
    return [
        sum((figure.value for row in rows if (figure := column.figures[row])), Fraction(0))
        for column in seen.of(ColumnContent.COUNT)
    ]


def _same_numbers(utterance: Utterance, tables: Sequence[Joined]) -> Iterator[Proven]:
    """Numbers of three digits and more that a table has too, in a row that the words name or in its total row."""
    for mention in utterance.counts():
        value = mention.quantity.value
        if value >= 100 and any(_has(table, value, mention.label) for table in tables):
            yield proven("text_table", utterance, (mention.begin, mention.end))


def _has(table: Joined, value: Fraction, label: str) -> bool:
    seen = table.seen
    rows = table.counts.get(value, ())
    return any(
        value >= 1000 or seen.totals[row] or (len(seen.names[row]) >= 2 and seen.names[row] in label) for row in rows
    )


def _counts(seen: TableView) -> dict[Fraction, list[int]]:
    """The counts of a table with their rows."""
    counts: dict[Fraction, list[int]] = {}
    for column in seen.of(ColumnContent.COUNT):
        for row, figure in enumerate(column.figures):
            if figure:
                counts.setdefault(figure.value, []).append(row)
    return counts


def _numbers(utterance: Utterance, tables: Sequence[Joined]) -> Iterator[Objection | Proven]:
    for run in _runs(utterance):
        results = [each for table in tables if (each := _against(utterance, run, table))]
        yield from max(results, key=lambda each: sum(isinstance(one, Proven) for one in each), default=[])


def _runs(utterance: Utterance) -> Iterator[list[Mention]]:
    """Numbers of one sentence, role and unit."""
    groups: dict[tuple[int, str, str], list[Mention]] = {}
    for each in utterance.mentions:
        if each.role in (Role.COUNT, Role.SCORE, Role.RATE):
            groups.setdefault((each.sentence, each.role, each.quantity.unit), []).append(each)
    yield from groups.values()


def _row_of(mention: Mention, book: NameBook) -> int | None:
    """The row of the unit that a number's words name: the label, or its beginning."""
    label = re.sub(r"(?:得分|成绩|综合|数据质量|本月|总分|评分|分数|为|工单|受理|办理|案件).*$", "", mention.label)
    for name in (mention.label, label):
        if name and (row := book.row(name)) is not None:
            return row
    return None


def _against(utterance: Utterance, run: Sequence[Mention], table: Joined) -> list[Objection | Proven]:
    matches = [RowMatch(each, row) for each in run if (row := _row_of(each, table.book)) is not None]
    if not matches:
        return []
    best: tuple[int, int, list[Fraction | None], str] | None = None
    for plain, head, values in _readings(table.seen, run[0]):
        agreeing = sum(1 for match in matches if values[match.row] == match.mention.quantity.shown.value)
        if agreeing and (best is None or (agreeing, plain) > best[:2]):
            best = agreeing, plain, values, head
    if best is None or not _believed(best[0], matches, best[3], utterance):
        return []
    return [_joined_result(utterance, match, best[2][match.row], best[3], best[0]) for match in matches]


def _believed(agreeing: int, matches: Sequence[RowMatch], head: str, utterance: Utterance) -> bool:
    if agreeing < _AGREE * len(matches) and not (agreeing >= 3 and agreeing >= len(matches) - 1):
        return False
    return agreeing >= _COMMON or (bool(head) and head[:4] in utterance.text)


def _readings(seen: TableView, first: Mention) -> Iterator[tuple[int, str, list[Fraction | None]]]:
    """The columns, and the differences of two columns, that such numbers may stand in."""
    columns = seen.of(ColumnContent.COUNT, ColumnContent.NUMBER, ColumnContent.RATE)
    if first.role is Role.RATE:
        columns = seen.of(ColumnContent.RATE)
    for column in columns:
        yield 1, column.head, [each.value if each else None for each in column.figures]
    counts = seen.of(ColumnContent.COUNT) if first.role is Role.COUNT else []
    for one in counts:
        for other in (each for each in counts if each is not one):
            yield 0, f"{one.head}-{other.head}", _difference(one, other)


def _difference(one: TableColumn, other: TableColumn) -> list[Fraction | None]:
    return [a.value - b.value if a and b else None for a, b in zip(one.figures, other.figures, strict=True)]


def _joined_result(
    utterance: Utterance, match: RowMatch, value: Fraction | None, head: str, agreeing: int
) -> Objection | Proven:
    mention = match.mention
    if value == mention.quantity.shown.value:
        return proven("text_table", utterance, (mention.begin, mention.end))
    follows = number(value) if value is not None else "表中没有"
    words = (printed(utterance, mention), follows, f"其他单位的数都与表中“{head}”一致，表中该单位是{follows}")
    gravity = Gravity.WRONG if agreeing >= _COMMON + 1 else Gravity.DOUBTFUL
    return objection("text_table", gravity, utterance, (mention.begin, mention.end), words)


def _firsts(utterance: Utterance, tables: Sequence[Joined]) -> Iterator[Objection | Proven]:
    """前N位: the names against the columns of the table."""
    for match in _found(_FIRST, _SAYS_FIRST, utterance.text):
        names = split_names(match["names"])
        for table in tables:
            rows = [table.book.row(name) for name in names]
            found = [row for row in rows if row is not None]
            if len(found) >= 2 and len(found) * 3 >= len(names) * 2:
                yield from _first_of(utterance, match, table, found)
                break


def _first_of(
    utterance: Utterance, match: re.Match[str], table: Joined, rows: Sequence[int]
) -> Iterator[Objection | Proven]:
    metric = match["metric"] + match["between"]
    columns = table.seen.of(ColumnContent.COUNT, ColumnContent.NUMBER, ColumnContent.RATE)
    named = [each for each in columns if each.head and each.head[:4] in metric]
    sign = 1 if match["end"] == "前" else -1
    verdicts = {column.head: _standing(table.seen, column, rows, sign) for column in named or columns}
    span = (match.start("metric"), match.end("names"))
    complete = len(rows) == len(split_names(match["names"]))
    if "first" in verdicts.values():
        yield proven("top_n", utterance, span)
        yield proven("text_table", utterance, span)
    elif named and "tied" in verdicts.values():
        yield _tie(utterance, match, table.seen, named[0], rows)
    elif "tied" in verdicts.values():
        yield proven("top_n", utterance, span)
    elif named and complete and numeral(match["count"]) == len(rows):
        words = (match["names"], "表中的次序", f"按表中“{named[0].head}”，前{match['count']}位不是这几个单位")
        yield objection("top_n", Gravity.DOUBTFUL, utterance, match.span("names"), words)


def _standing(seen: TableView, column: TableColumn, rows: Sequence[int], sign: int) -> str:
    """``first``, ``tied`` or ````: whether these rows are the greatest of their sort in a column."""
    rivals = _rivals(seen, rows)
    listed = [figure.value * sign for row in rows if (figure := column.figures[row])]
    others = [figure.value * sign for row in rivals if (figure := column.figures[row])]
    if not listed or not others or len(listed) < len(rows):
        return ""
    if listed != sorted(listed, reverse=True):
        return ""
    return "first" if min(listed) > max(others) else "tied" if min(listed) == max(others) else ""


def _rivals(seen: TableView, rows: Sequence[int]) -> list[int]:
    """The other rows of the same sort: towns among towns, offices among offices."""
    towns = is_town(seen.names[rows[0]])
    return [row for row in seen.data() if row not in rows and is_town(seen.names[row]) == towns]


def _tie(
    utterance: Utterance, match: re.Match[str], seen: TableView, column: TableColumn, rows: Sequence[int]
) -> Objection:
    last = column.figures[rows[-1]]
    assert last
    tied = [
        seen.names[row] for row in _rivals(seen, rows) if (figure := column.figures[row]) and figure.value == last.value
    ]
    follows = f"另有{len(tied)}个单位同为{number(last.value)}"
    words = (match["names"], follows, f"“{column.head}”并列的还有{'、'.join(tied[:5])}")
    return objection("top_n_tie", Gravity.WRONG, utterance, match.span("names"), words)


def _grades(utterance: Utterance, tables: Sequence[Joined]) -> Iterator[Objection | Proven]:
    """甲、乙考核等级为B: all those, and only those, that have B in the table."""
    for match in _found(_GRADE, _SAYS_GRADE, utterance.text):
        names = split_names(match["names"])
        for table in tables:
            column = _grade_column(table.seen, match["grade"])
            rows = {row for name in names if (row := table.book.row(name)) is not None}
            if column is not None and rows and len(rows) == len(names):
                yield from _grade(utterance, match, table.seen, (column, rows))
                break


def _grade_column(seen: TableView, grade: str) -> int | None:
    for column in seen.of(ColumnContent.WORDS):
        if any(row.cells[column.place : column.place + 1] == (grade,) for row in seen.table.rows):
            return column.place
    return None


def _grade(
    utterance: Utterance, match: re.Match[str], seen: TableView, found: tuple[int, set[int]]
) -> Iterator[Objection | Proven]:
    place, rows = found
    graded = {i for i, row in enumerate(seen.table.rows) if row.cells[place : place + 1] == (match["grade"],)}
    end = match.end() + len(re.match(r"[^;。]*", utterance.text[match.end() :])[0])  # type: ignore[index]
    if rows == graded:
        yield proven("text_table", utterance, (match.start(), end))
    for row in sorted(rows - graded):
        words = (
            match["grade"],
            seen.table.rows[row].cells[place],
            f"表中{seen.names[row]}是{seen.table.rows[row].cells[place]}",
        )
        yield objection("text_table", Gravity.WRONG, utterance, match.span(), words)
    if rows < graded:
        missing = "、".join(seen.names[row] for row in sorted(graded - rows)[:5])
        words = (match["names"], f"还有{missing}", f"表中这个等级的还有{missing}")
        yield objection("text_table", Gravity.DOUBTFUL, utterance, match.span(), words)


def _names(utterance: Utterance, tables: Sequence[Joined]) -> Iterator[Objection]:
    """A name in a list of known names that is not the table's, but like one of it."""
    for begin, names in _lists_of_names(utterance):
        for table in tables:
            found = [name for name in names if table.book.row(name) is not None]
            if len(found) >= 2 and len(found) * 2 >= len(names):
                yield from _unknown(utterance, begin, [name for name in names if name not in found], table.book)
                break


def _lists_of_names(utterance: Utterance) -> Iterator[tuple[int, list[str]]]:
    for run in _runs(utterance):
        if run[0].role is Role.COUNT:
            yield run[0].begin, [each.label for each in run if each.label]
    for match in _found(_FIRST, _SAYS_FIRST, utterance.text):
        yield match.start("names"), split_names(match["names"])


def _unknown(utterance: Utterance, begin: int, names: Sequence[str], book: NameBook) -> Iterator[Objection]:
    for name in names:
        start = utterance.text.find(name, begin)
        like = book.like(name)
        if len(like) == 1 and start >= 0 and not name.endswith(like[0]):
            words = (name, like[0], f"表中没有“{name}”，相近的是“{like[0]}”")
            yield objection("name", Gravity.DOUBTFUL, utterance, (start, start + len(name)), words)
