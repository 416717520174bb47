"""The whole way: a published bulletin and its orders in, a county's folder and a report of the fit out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.learning.asked import INTAKE, LIMIT, Question, heads_of, questions_of
from bulletin_gen.learning.doubts import (
    by_one_number,
    crossed,
    doubtful_orders,
    doubts_of,
    left_out,
    no_units,
    not_asked,
    not_learnt,
    nothing_counted,
    of_one_rounding,
    timeless,
    timeless_of,
    unplaced,
    unsummed,
    unsure,
)
from bulletin_gen.learning.finding.closings import CLOSINGS, with_closings
from bulletin_gen.learning.finding.settling import proved_again, settled
from bulletin_gen.learning.finding.tables import WHOLE_TABLE, LearntTable, learnt, nested, with_choice, with_time
from bulletin_gen.learning.finding.wholes import is_doubtful
from bulletin_gen.learning.fit import Fit, agreeing, column_fits, compared, compared_values, with_times
from bulletin_gen.learning.reading.columns import IntakeTime, ReadColumn, said_columns, with_own
from bulletin_gen.learning.reading.front import (
    FrontMatter,
    annex_start,
    front_of,
    is_workbook,
    plain,
    sentences_only,
    text_end,
)
from bulletin_gen.learning.reading.headrows import with_folded_heads
from bulletin_gen.learning.reading.joining import joined, titles_of
from bulletin_gen.learning.reading.members import Members, members_of, of_units
from bulletin_gen.learning.reading.merging import merged
from bulletin_gen.learning.reading.orders import OUTSIDE, Orders, SeenExports, seen_in
from bulletin_gen.learning.reading.printed import UnitTable, unit_tables
from bulletin_gen.learning.report import REPORT, report_workbook
from bulletin_gen.learning.taking import (
    Tables,
    best_days,
    board_for,
    day_by_text,
    known_units,
    limit_chosen,
    narrowed_boards,
    present_lines,
    read_for,
    second_month,
    spellings_by_counts,
    units_in,
    wide_export,
)
from bulletin_gen.learning.trying import Trial, said_again, tried
from bulletin_gen.learning.unseen import beside_annexes, filled_in, kept_numbers, one_way, unseen_of
from bulletin_gen.learning.writing.county import add_tables, own_columns, profile_of
from bulletin_gen.learning.writing.folder import files_of
from bulletin_gen.learning.writing.placing import TablePlaces
from bulletin_gen.learning.writing.rules import LearntRules, style_rule
from bulletin_gen.learning.writing.spelled import in_chinese
from bulletin_gen.learning.writing.texts import Texts, texts_of, usual_of, writer_of
from bulletin_gen.learning.writing.yamlwriting import written
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.periods import Period
from bulletin_gen.leaves.publish import publish
from bulletin_gen.profile import Profile
from bulletin_gen.proof.reading.files import read_publication
from bulletin_gen.proof.reading.publication import Publication

STEPS = ("读通报", "读工单", "找各列的规则", "找正文的数", "写县文件夹", "照着生成一遍")
_ANNEXED = late("^附")


class Another(Struct, frozen=True):
    """A second month's bulletin with its orders: it settles what the first leaves open."""

    bulletins: tuple[Path, ...]
    orders: tuple[Path, ...]
    period: Period


class Request(Struct, frozen=True):
    """What learning starts from. ``county``: the region's full name, by default that of the folder; ``answers``: of the
    question about a column (by its head) the place of the answer, from 1; ``another``: a second month; ``columns``:
    canonical column → head of the exports, where people say it."""

    folder: Path
    bulletins: tuple[Path, ...]
    orders: tuple[Path, ...]
    period: Period
    county: str = ""
    answers: Mapping[str, int] = {}
    tell: Callable[[str], None] = field(default=lambda step: None)
    another: Another | None = None
    columns: Mapping[str, str] = {}


class Learnt(Struct, frozen=True):
    """What came of it: the files, how every column and number fits, what is left to ask; ``stopped``: why the learnt
    rules could not be tried at once, or empty; ``second``: what the second month said; ``trial``: the text printed
    again, sentence by sentence."""

    files: tuple[Path, ...]
    fit: Fit
    questions: tuple[Question, ...]
    unmatched: tuple[str, ...]
    absent: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    heads: tuple[ReadColumn, ...] = ()
    stopped: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    trial: Trial | None = None

    @property
    def report(self) -> Path:
        """The workbook that holds it all."""
        return next(path for path in self.files if path.name == REPORT)

    def lines(self) -> tuple[str, ...]:
        """What there is to say of the whole, line by line."""
        fit = self.fit
        tied = sum(1 for tie in fit.ties if tie.name)
        said = said_columns(self.heads)
        said += [f"照学得的规则生成，附表{len(fit.cells)}格中{fit.equal}格与印出的一致。"] if fit.cells else []
        said += said_again(self.trial) if self.trial else []
        said += [f"照学得的规则还生成不了：{reason}" for reason in self.stopped]
        said += [f"正文的{len(fit.ties)}个数和名单中，{tied}个能由工单算出。"] if fit.ties else []
        said += [f"附表里的单位在工单里没有找到：{'、'.join(self.absent)}"] if self.absent else []
        said += [f"工单里的单位在附表里没有找到：{'、'.join(self.unmatched)}"] if self.unmatched else []
        said += [*self.second, *self.doubts]
        return tuple(said)


class _Found(Struct, frozen=True):
    """The orders with the tables that were learnt from them. ``parts``: the printed tables behind each."""

    orders: Orders
    tables: tuple[LearntTable, ...]
    parts: tuple[tuple[UnitTable, ...], ...]
    days: int


def learn(request: Request) -> Learnt:
    """Finds the rules and writes the county's folder with them; raises ``BulletinError`` where a file cannot be read,
    the folder holds something, or no table of units was found."""
    _refuse(request)
    request.tell(STEPS[0])
    publications = [read_publication(path) for path in request.bulletins]
    request.tell(STEPS[1])
    seen = seen_in(request.orders, request.columns, request.answers.get(INTAKE, 1))
    tables = of_units(unit_tables(publications, known_units(seen, request.county)), seen.units, request.county)
    together = joined(tables)
    passages = [passage.text for publication in publications for passage in publication.passages]
    members = members_of([table for table, _ in together], seen.units, request.county, passages)
    if not members.units:
        raise no_units(request.orders)
    together = [
        (_regrouped(table, members), tuple(_regrouped(part, members) for part in parts)) for table, parts in together
    ]
    request.tell(STEPS[2])
    seen = limit_chosen(request.orders, request.period, seen, members, together, request.answers.get(LIMIT, 0))
    seen, orders = read_for(request.orders, request.period, seen, members, together)
    if spellings := spellings_by_counts(request.orders, request.period, seen, orders, members, together):
        members = members.spelt(spellings)
        seen, orders = read_for(request.orders, request.period, seen, members, together)
    seen, orders = merged(seen, orders, "。".join(map(plain, passages)), request.period)
    there = units_in(orders)
    absent = tuple(unit.name for unit in members.units if unit.name not in there)
    present = [(present_lines(table, there), parts) for table, parts in together]
    days = best_days(orders, members, present, request.period)
    request.tell(STEPS[3])
    front = _front(publications, tables, request.period)
    known = _Known(request, orders, members, present, front)
    day = _day(known, days)
    found, rules, texts = _at(known, day)
    _refuse_answers(request, found)
    told: tuple[str, ...] = ()
    if request.another is not None:
        known, told = _second(known, seen, found, request.another)
        found, rules, texts = _at(known, day)
    if not rules.measures:
        raise nothing_counted(request.bulletins, request.orders, request.period)
    request.tell(STEPS[4])
    spare = tuple(text for text in seen.units if text not in members.names)
    outside = found.orders.frame["unit"].eq(OUTSIDE).any()
    profile = _profile(request, rules, front, seen, members.groups, found, outside=bool(outside))
    files = files_of(request.orders, request.period.key, profile, rules, front, texts, members.units)
    request.tell(STEPS[5])
    trial = tried(request.period, files, texts, publications[0], front.spare)
    fit = _fit(found, rules, texts, trial)
    questions = questions_of(found.tables, _asked(request, seen), () if LIMIT in request.answers else seen.limits)
    doubts = (
        *_doubts(found, request.period, rules, texts, front),
        *beside_annexes(publications[1:], tables),
    )
    heads = with_own(seen.heads, own_columns(rules, found.orders))
    paths = (*(request.folder / name for name in trial.files), request.folder / REPORT)
    made = Learnt(paths, fit, questions, spare, absent, doubts, heads, trial.stopped, told, trial)
    report = report_workbook(fit, questions, spare, seen.heads, trial, made.lines())
    publish({request.folder / name: content for name, content in {**trial.files, REPORT: report}.items()})
    return made


def _fit(found: _Found, rules: LearntRules, texts: Texts, trial: Trial) -> Fit:
    """How everything fits: nothing is proved that the trial has printed otherwise."""
    shown = [part for parts in found.parts for part in parts]
    cells = (*compared(shown, trial.printed), *compared_values(texts.tables, trial.printed))
    ties = with_times(trial.ties, timeless_of(rules.measures))
    return Fit(agreeing(column_fits(found.tables), cells), ties, cells)


def _asked(request: Request, seen: SeenExports) -> IntakeTime:
    return IntakeTime() if INTAKE in request.answers else seen.intake


def _day(known: _Known, days: Sequence[int]) -> int:
    """Up to which day data count: where the tables do not tell, the numbers of the text may."""
    if len(days) == 1:
        return days[0]
    return day_by_text({each: _at(known, each, scores=False)[2].tied for each in days})


def _refuse_answers(request: Request, found: _Found) -> None:
    """Refuses answers about columns that are not there."""
    known = (*heads_of(found.tables), INTAKE, LIMIT, WHOLE_TABLE, CLOSINGS)
    if unknown := [about for about in request.answers if about not in known]:
        raise not_asked(unknown, known)


def _doubts(found: _Found, period: Period, rules: LearntRules, texts: Texts, front: FrontMatter) -> tuple[str, ...]:
    """What there is to say besides: of the export, of what was not learnt, of what is printed otherwise."""
    return (
        *doubts_of(found.orders, found.tables, period, found.days),
        *timeless(rules.measures),
        *map(not_learnt, dict.fromkeys((*rules.missed, *texts.missed))),
        *(left_out(table, heads) for table, heads in rules.left_out),
        *unsummed(rules.unsummed),
        *crossed(found.orders.frame),
        *unsure(rules.unsure),
        *of_one_rounding(rules.open_roundings, rules.roundings),
        *by_one_number(rules.alone),
        *((doubtful_orders(),) if front.body and is_doubtful(found.tables) else ()),
        *(f"{remark}。" for remark in dict.fromkeys(rules.remarks)),
        *unplaced(front.spare),
        *filled_in(front, period),
        *unseen_of(found.tables),
        *one_way(rules),
        *kept_numbers(texts.wording, rules, front),
    )


class _Known(Struct, frozen=True):
    """What is known before the rules are looked for."""

    request: Request
    orders: Orders
    members: Members
    tables: Tables
    front: FrontMatter


def _second(known: _Known, seen: SeenExports, found: _Found, another: Another) -> tuple[_Known, tuple[str, ...]]:
    """What is known once the second month has answered what it can, and what to say of it. What somebody has answered
    stands."""
    request = known.request
    publications = [read_publication(path) for path in another.bulletins]
    month = second_month(publications, another.orders, another.period, seen, known.members, request.county, found.days)
    boards = narrowed_boards(board_for(known.orders, known.members, request.period, found.days), known.tables)
    asked = {question.about: question for question in questions_of(found.tables, IntakeTime())}
    answers = {about: place for about, place in settled(month, found.tables, boards).items() if about in asked}
    said = [
        f"{another.period.name}的通报定下了：{question.text}——{question.answers[answers[about] - 1]}"
        for about, question in asked.items()
        if about in answers and answers[about] <= len(question.answers) and about not in request.answers
    ]
    known = replace(known, request=replace(request, answers={**answers, **request.answers}))
    missed = proved_again(month, _at(known, found.days, scores=False)[0].tables)
    wrong = [f"{head}（{many}个单位）" for head, many in missed.items() if many]
    fits = f"{another.period.name}的附表有{len(missed)}列两期都有，{len(missed) - len(wrong)}列照这些规则全部吻合"
    said.append(fits + (f"；有出入的：{'、'.join(wrong)}。" if wrong else "。"))
    return known, tuple(said)


def _at(known: _Known, days: int, *, scores: bool = True) -> tuple[_Found, LearntRules, Texts]:
    """Tables and text as they are learnt when data count up to so many days after the period."""
    request, front, members = known.request, known.front, known.members
    board = board_for(known.orders, members, request.period, days)
    boards = narrowed_boards(board, known.tables)
    tables = [learnt(each, table, scores=scores) for each, (table, _) in zip(boards, known.tables, strict=True)]
    for head, place in request.answers.items():
        if head == WHOLE_TABLE:
            tables = [with_time(each, table, place - 1) for each, table in zip(boards, tables, strict=True)]
        tables = [with_choice(table, head, place - 1) for table in tables]
    tables = [nested(table) for table in tables]
    closings = request.answers.get(CLOSINGS, 0)
    tables = [with_closings(each, table, closings) for each, table in zip(boards, tables, strict=True)]
    found = _Found(known.orders, tuple(tables), tuple(parts for _, parts in known.tables), days)
    rules = LearntRules(period=request.period)
    if (usual := usual_of(front)) is not None:
        rules.usual = usual
        rules.styles["rate"] = style_rule(usual)
    shown = TablePlaces(board, members, front)
    for table, parts in zip(found.tables, found.parts, strict=True):
        titles = titles_of(parts, request.period)
        if shown.cut(table, parts):
            rules.missed += titles
        else:
            add_tables(rules, table, parts, titles, shown)
    writer = writer_of(front, board, found.tables, rules, request.period, members.units, request.county)
    return found, rules, texts_of(front, writer, request.period, members.units)


def _refuse(request: Request) -> None:
    from bulletin_gen.scaffold import refuse_taken

    refuse_taken(request.folder, "换一个新的文件夹")


def _regrouped(table: UnitTable, members: Members) -> UnitTable:
    return replace(table, lines=tuple(replace(line, group=members.named(line.name).group) for line in table.lines))


def _front(publications: Sequence[Publication], tables: Sequence[UnitTable], period: Period) -> FrontMatter:
    """Of the first file; annexed tables end its text."""
    first = publications[0]
    passages = sentences_only(first.passages) if is_workbook(first.name) else first.passages
    end = text_end(passages, first.tables)
    start = annex_start(passages, first.tables)
    of_units = {table.order for table in tables if table.file == first.name}
    beside = [
        each
        for each in with_folded_heads(first.tables)
        if each.order < end or (each.order < start and not _ANNEXED.match(each.caption) and each.order not in of_units)
    ]
    captions = [each.caption for each in first.tables]
    return front_of(passages, period, end, first.name, beside, captions)


def _profile(
    request: Request,
    rules: LearntRules,
    front: FrontMatter,
    seen: SeenExports,
    groups: Sequence[str],
    found: _Found,
    *,
    outside: bool,
) -> str:
    county = request.county or request.folder.name
    document = dict(front.document)
    brief = "document_number" in document and "〔" not in document["document_number"]
    document["head"] = "bare" if "document_number" not in document else "brief" if brief else "document"
    document["signature"] = "signed" if document.get("signatures") else "none" if brief else "dated"
    if brief:
        document.setdefault("mark", county + "12345热线")
        document.setdefault("issuer", county + "12345热线")
    elif "document_number" in document:
        document.setdefault("mark", county + "文件")
    head = {"kind": "通报", "county": county, "document": document}
    cut_off = f"period_end+{found.days}d" if found.days else ""
    reading = {"cut_off": cut_off} if cut_off else {}
    if share := wide_export(found.orders, request.period):
        reading["outside_share"] = share
        rules.notes["intake", "outside_share"] = "这份导出里与本期无关的工单就有这么多，超过这个比例才当作放错了月份"
    inner = profile_of(rules, head, seen, own_columns(rules, found.orders), groups, reading, outside=outside)
    notes = {_spelt(path): note for path, note in rules.notes.items()}
    said = written(in_chinese(inner, Profile), notes)
    first = f"# 由{'、'.join(path.name for path in request.bulletins)}和工单学得；每行后面是依据。改规则只改本文件。\n"
    return first + said


def _spelt(path: tuple[str, ...]) -> tuple[str, ...]:
    from bulletin_gen.profile.terms import chinese_of

    return (chinese_of(Profile, path[0])[0], *path[1:])
