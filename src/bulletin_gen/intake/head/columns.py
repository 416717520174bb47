"""Which columns of a sheet are taken, and issues about those that are missing, doubtful or renamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bulletin_gen.intake.cells.grids import Grid
from bulletin_gen.intake.cells.moments import parse_moment
from bulletin_gen.intake.cells.text import Cell, cell_text
from bulletin_gen.intake.head.guess import guesses
from bulletin_gen.intake.head.heads import HeadWords, TableHead
from bulletin_gen.intake.head.needs import Needs
from bulletin_gen.intake.head.synonyms import EXTENDED, head_key, head_of
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, error, warning
from bulletin_gen.profile.terms import key_in_words

#: Columns of which a sheet may hold several that are meant together: the first that is not blank counts.
_TOGETHER = frozenset(("deadline_at",))
#: So many keys of the profile are named that need a missing column; taking out more would be another bulletin.
_MOST_KEYS = 12


def choose(
    grid: Grid, head: TableHead, top: Sequence[Sequence[Cell]], vocabulary: HeadWords, needs: Needs
) -> tuple[dict[str, list[int]], list[Issue]]:
    """Canonical column → its places on the sheet, and the issues."""
    places = meant(head, top, vocabulary)
    place = Place(grid.file, grid.sheet, head.last)
    doubtful = _doubtful(head, places, vocabulary)
    grave = {column: indexes for column, indexes in doubtful.items() if column in needs.columns}
    issues = [_ambiguous(column, indexes, head, place) for column, indexes in grave.items()]
    places = {column: places[column] for column in places if column not in doubtful or column in grave}
    issues += _renamed(places, head, vocabulary, place)
    if "deadline_at" in needs.columns:
        issues += _extended(places.get("deadline_at", ()), head, vocabulary, place)
        issues += _perhaps_extended(places.get("deadline_at", ()), head, top, vocabulary, place)
    issues += _not_there(places, head, vocabulary, needs, place)
    return places, [*issues, *_missing(places, head, top, vocabulary, needs, place)]


def meant(head: TableHead, top: Sequence[Sequence[Cell]], vocabulary: HeadWords) -> dict[str, list[int]]:
    """Canonical column → its places, by names and, where these have two meanings, by the cells of ``top`` (the sheet's
    first rows): 处理时限 may hold days or the moment itself."""
    places = head.places(vocabulary)
    days = places.get("deadline_days", [])
    said = days and "天" in head.names[days[0]]  # a head that says days means them
    if days and not said and "deadline_at" not in places and not _by_profile(days, head, vocabulary):
        cells = [row[days[0]] for row in top[head.last :] if days[0] < len(row) and cell_text(row[days[0]])]
        if cells and 2 * sum(isinstance(cell, date) or _is_moment(cell_text(cell)) for cell in cells) > len(cells):
            places["deadline_at"] = places.pop("deadline_days")
    return places


def _is_moment(text: str) -> bool:
    return not text.replace(".", "").isdigit() and parse_moment(text) is not None


def _doubtful(head: TableHead, places: Mapping[str, Sequence[int]], vocabulary: HeadWords) -> dict[str, Sequence[int]]:
    """Columns that several heads could be. Several names of one column in the profile are meant together."""
    return {
        column: indexes
        for column, indexes in places.items()
        if len(indexes) > 1
        and (
            len({head.titles(index) for index in indexes}) < len(indexes)
            or (column not in _TOGETHER and not _by_profile(indexes, head, vocabulary))
        )
    }


def _by_profile(indexes: Sequence[int], head: TableHead, vocabulary: HeadWords) -> bool:
    return any(head_key(title) in vocabulary.mapped for title in head.titles(indexes[0]))


def _ambiguous(column: str, indexes: Sequence[int], head: TableHead, place: Place) -> Issue:
    return error(
        "column.ambiguous", "分不清该用哪一列", place,
        found=f"{'、'.join(head.titles(index)[0] for index in indexes)}都可能是{head_of(column)}",
        expected=f"profile.yaml 的 读表 → 列 里写明 {head_of(column)}: [要用的列名]",
        advice="不用的列写进 读表 → 不用的列",
    )  # fmt: skip


def _renamed(
    places: Mapping[str, Sequence[int]], head: TableHead, vocabulary: HeadWords, place: Place
) -> Iterator[Issue]:
    """The profile names a column, the sheet has another name that usually means the same."""
    wanted = set(vocabulary.mapped.values())
    for column, indexes in places.items():
        if column in wanted and not _by_profile(indexes, head, vocabulary):
            names = "、".join(key for key, mapped in vocabulary.mapped.items() if mapped == column)
            yield warning(
                "column.renamed", "列名与 profile.yaml 不同，按常见列名读取", place,
                found=head.names[indexes[0]], expected=names,
                advice=f"确认无误后在 intake.columns 的 {column} 里加上这个列名",
            )  # fmt: skip


def _not_there(
    places: Mapping[str, Sequence[int]], head: TableHead, vocabulary: HeadWords, needs: Needs, place: Place
) -> Iterator[Issue]:
    """Columns that the profile names, that no measure needs by itself and that the sheet lacks: what is worked out with
    them where they are (what is overdue, which state is the latest) is then worked out otherwise."""
    absent: dict[str, list[str]] = {}
    for key, column in vocabulary.mapped.items():
        if column not in places and column not in needs.columns:
            absent.setdefault(column, []).append(vocabulary.written.get(key, key))
    if absent:
        names = "、".join(" 或 ".join(written) for written in absent.values())
        yield warning(
            "column.not_there", "profile.yaml 写了的列，表里没有", place,
            found="、".join(filter(None, head.names)), expected=names,
            advice="少导了的，重新导出；平台改了列名的，在 读表 → 列 里改；本县已没有的，从那里删去",
        )  # fmt: skip


def _extended(indexes: Sequence[int], head: TableHead, vocabulary: HeadWords, place: Place) -> Iterator[Issue]:
    """Deadlines as they were set are read, and the sheet has those after extension too, which would come second."""
    later = [
        index
        for index, name in enumerate(head.names)
        if EXTENDED in name and head.meaning(index, vocabulary) == "deadline_at"
    ]
    if indexes and later and indexes[0] not in later:
        first, after = head.names[indexes[0]], head.names[later[0]]
        yield warning(
            "column.extension", "延期后的时限没有采用", place,
            found=f"办理时限取自“{first}”，表里还有“{after}”", expected="延期经批准的，按延期后的时限算",
            advice=f"在 profile.yaml 的 读表 → 列 里写 办理时限: [{after}, {first}]（前一列空着时用后一列）；"
            f"确实不用的，把“{after}”写进 不用的列",
        )  # fmt: skip


#: Heads by which platforms tell of a deadline that was moved: 最新截止时间, 调整后办结时限, 申请延期至.
_MOVED = late(
    "(?:延期|延长|顺延|展期|宽限|调整|变更|最新|最终|最后|现行?|新).{0,4}(?:时限|期限|截止|到期|限期)|(?:延期|延长|顺延|展期)(?:到|至)"
)


def _perhaps_extended(
    indexes: Sequence[int], head: TableHead, top: Sequence[Sequence[Cell]], vocabulary: HeadWords, place: Place
) -> Iterator[Issue]:
    """A column that nobody knows is called like a deadline that was moved and holds moments: with the first deadline,
    orders that were closed in time would count as overdue."""
    if not indexes:
        return
    for index, name in enumerate(head.names):
        if not _MOVED.search(name) or any(vocabulary.knows(title) for title in head.titles(index)):
            continue
        cells = [row[index] for row in top[head.last :] if index < len(row) and cell_text(row[index])]
        if any(isinstance(cell, date) or _is_moment(cell_text(cell)) for cell in cells):
            first = head.names[indexes[0]]
            yield warning(
                "column.extension", "像是延期后的时限，没有采用", place,
                found=f"办理时限取自“{first}”，表里还有“{name}”", expected="延期经批准的，按延期后的时限算",
                advice=f"是的话，在 profile.yaml 的 读表 → 列 里写 办理时限: [{name}, {first}]"
                f"（前一列空着时用后一列）；不是的，把“{name}”写进 不用的列",
            )  # fmt: skip


def _missing(
    places: Mapping[str, Sequence[int]], head: TableHead, top: Sequence[Sequence[Cell]], vocabulary: HeadWords,
    needs: Needs, place: Place,
) -> Iterator[Issue]:  # fmt: skip
    needed = needs.columns
    rows = top[head.last :]
    absent = [column for column in needed if column not in places and not _replaced(column, places, rows, needs)]
    guessed = guesses(head, rows, vocabulary, places) if absent else {}
    for column in absent:
        if guess := guessed.get(column):
            yield error(
                "column.guess", "列名不认识，要确认", place,
                found=f"“{guess.name}”列像是{head_of(column)}（把握 {guess.sureness}%）",
                expected=f"{head_of(column)}（{key_in_words(needed[column][0])}要用）",
                advice=f"如果是，在 profile.yaml 的 读表 → 列 里写 {head_of(column)}: {guess.name}",
            )  # fmt: skip
        else:
            yield error(
                "column.missing", "缺少需要的列", place, found="、".join(filter(None, head.names)),
                expected=f"{head_of(column)}（{key_in_words(needed[column][0])}要用）",
                advice=f"补上这一列；列名不同的，在 profile.yaml 的 读表 → 列 里写 {head_of(column)}: 本县的列名"
                + _or_leave_out(needs.keys_without(column)),
            )  # fmt: skip


def _or_leave_out(keys: Sequence[str]) -> str:
    if not keys:
        return ""
    listed = "、".join(map(key_in_words, keys[:_MOST_KEYS])) + (f" 等{len(keys)}处" if len(keys) > _MOST_KEYS else "")
    score = "（并核对评分的总分）" if any(key.startswith("score.") for key in keys) else ""
    return f"；本县没有这一列的，在 profile.yaml 里删改要用它的 {listed}{score}"


def _replaced(column: str, places: Mapping[str, Sequence[int]], rows: Sequence[Sequence[Cell]], needs: Needs) -> bool:
    """A deadline can be told from a number of days, overdue from the platform's mark, a second and a third category
    from a first that holds several levels in one cell."""
    if column == "deadline_at":
        return "deadline_days" in places or (needs.by_mark and "overdue_mark" in places)
    if column in ("category_2", "category_3") and "category_2" not in places:
        further = 1 if column == "category_2" else 2
        written = (cell_text(row[at]) for at in places.get("category_1", ()) for row in rows if at < len(row))
        return any(sum(map(text.count, needs.category_separators)) >= further for text in written)
    return False
