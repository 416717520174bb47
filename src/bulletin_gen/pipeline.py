"""From a county's folder to finished files, in eight steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.county.workspace import refuse_inputs
from bulletin_gen.inputs import Inputs, Rules, input_files, open_period, read_inputs
from bulletin_gen.leaves.content import digest, digest_of
from bulletin_gen.leaves.issues import BulletinError, Issue, Place, errors, stop
from bulletin_gen.leaves.periods import Period
from bulletin_gen.leaves.publish import publish
from bulletin_gen.outputs import (
    FACTS_FILE,
    FORM,
    Recording,
    add_issue_list,
    as_warnings,
    check_out,
    digests,
    filled_form,
    in_order,
    kept_edits,
    name_files,
    recording,
    records_of,
    render_what_can_be,
)
from bulletin_gen.runs.kept import ORDERS, SHARED, input_digests, kept_content

if TYPE_CHECKING:
    import polars as pl

    from bulletin_gen.adjustments import Adjustment
    from bulletin_gen.compose.wordlist.entries import NameEntry
    from bulletin_gen.county.workspace import PeriodInputs
    from bulletin_gen.facts import Facts
    from bulletin_gen.intake.dispatches.ledger import SheetAccount
    from bulletin_gen.intake.head.parts import CountyPart
    from bulletin_gen.intake.read import Intake
    from bulletin_gen.tally import Counts, UnitCounts
    from bulletin_gen.tree import Bulletin

#: Names of the steps, as the architecture, the progress lines and this file number them.
STEPS = ("读入", "整理", "计数", "指标", "评价", "成文", "排版", "核对")


class Options(Struct, frozen=True):
    """What the command may decide.

    ``dated`` replaces the 成文日期; ``record`` keeps the facts in the county's folder for later comparisons;
    ``replace_signed`` lets them take the place of a signed run's; ``keep`` has what was counted handed back where it is
    not recorded; ``progress`` is told the name of each step as it begins.
    """

    dated: date | None = None
    formats: tuple[str, ...] = ("docx",)
    record: bool = True
    progress: Callable[[str], None] = field(default=lambda step: None)
    replace_signed: bool = False
    keep: bool = False


class Result(Struct, frozen=True):
    """A finished run: the files written, what was read, what was found; ``kept``: what people had edited of an earlier
    run's files, under new names; ``unmade``: those of the issues that say what was asked for and could not be made;
    ``counted``: what is to be kept beside the facts (``runs.kept``), where that was asked for."""

    files: tuple[Path, ...]
    period: Period
    facts: Facts
    accounts: tuple[SheetAccount, ...]
    adjustments: tuple[Adjustment, ...]
    issues: tuple[Issue, ...]
    kept: tuple[Path, ...] = ()
    unmade: tuple[Issue, ...] = ()
    counted: bytes = b""


def generate(folder: Path, wanted: str | None, out: Path, options: Options | None = None) -> Result:
    """Writes the bulletin of one county and period into ``out``.

    ``wanted`` is the period's folder name, the newest by default. Raises ``BulletinError`` when anything stands
    against it, also when ``out`` holds another county's; then nothing is written.
    """
    refuse_inputs(out)
    rules, files = open_period(folder, wanted)
    check_out(rules.profile.county, out)
    return produce(rules, files, files.orders, out, options or Options())


def produce(
    rules: Rules, files: PeriodInputs, orders: Sequence[Path | CountyPart], out: Path, options: Options
) -> Result:
    """All eight steps for one period of a county whose rules are known, from the files in ``orders``."""
    inputs, intake = _read(rules, files, orders, options)
    options.progress(STEPS[2])
    counts = count(rules, files.period, inputs, intake.dispatches)  # 3
    keep = keeper(rules, files, orders, intake.dispatches)
    return finish(rules, files.period, inputs, intake.accounts, intake.issues, counts, out, options, keep)


def keeper(
    rules: Rules, files: PeriodInputs, orders: Sequence[Path | CountyPart], dispatches: pl.DataFrame | None
) -> Callable[[str], bytes]:
    """SHA-256 of a run's facts → what is kept beside them. ``dispatches``: None where the run has counts alone."""
    from bulletin_gen.written.textfile import read_text

    def kept(facts: str) -> bytes:
        paths = [path for path in orders if isinstance(path, Path)]
        digests = input_digests(rules.county.folder, (*input_files(rules, files, orders=False), *paths))
        shared = {f"{SHARED}{part.name}": digest_of(part.path) for part in orders if not isinstance(part, Path)}
        return kept_content(digests | shared, read_text(rules.county.profile), dispatches, facts)

    return kept


def _read(
    rules: Rules, files: PeriodInputs, orders: Sequence[Path | CountyPart], options: Options
) -> tuple[Inputs, Intake]:
    from bulletin_gen.intake.read import read_orders

    options.progress(STEPS[0])
    inputs = read_inputs(rules, files, options.dated)
    intake = read_orders(  # 1, 2
        orders,
        rules.profile,
        inputs.registry,
        files.period,
        inputs.adjustments,
        rules.county.folder,
        lambda: options.progress(STEPS[1]),
    )
    _stop_on_errors((*inputs.issues, *intake.issues))
    return inputs, intake


def mark(folder: Path, wanted: str | None, issues: Sequence[Issue], out: Path) -> tuple[Path, ...]:
    """Writes into ``out`` what a clerk works through when asked for: copies of the exports with the doubtful cells
    marked, and the list of issues; also when no bulletin could be written. Returns the files."""
    from bulletin_gen.intake.showing.marking import marked_copies

    refuse_inputs(out)
    rules, files = open_period(folder, wanted)
    copies = marked_copies(files.orders, issues, rules.profile.intake)
    written = {out / name: content for name, content in copies.items()}
    add_issue_list(issues, out, written, (files.folder, folder))
    publish(written)
    return tuple(written)


def names_of(
    folder: Path, wanted: str | None, tell: Callable[[str], None] = lambda step: None
) -> tuple[str, tuple[NameEntry, ...]]:
    """A title, and every name that the county's own sentences can use, with its value in one period."""
    from bulletin_gen.compose.wordlist.entries import name_entries

    found = gather(folder, wanted, Options(progress=tell))
    profile = found.rules.profile
    tell(STEPS[2])
    counts = count(found.rules, found.period, found.inputs, found.intake.dispatches, by_value=True)
    facts, assessed = assess(found.rules, found.period, found.inputs, counts)
    _stop_on_errors(assessed)
    title = f"{profile.county} {found.period.name}：正文文件里可以写的名称"
    return title, name_entries(facts, profile, found.inputs.narrative)


def count(rules: Rules, period: Period, inputs: Inputs, dispatches: object, *, by_value: bool = False) -> Counts:
    """Step 3: whole counts; ``BulletinError`` when nothing at all falls in the period. ``by_value``: of every value of
    each category too, as for a county that writes its own sentences."""
    from bulletin_gen.tally import tally

    cut_off = rules.profile.intake.cut_off_moment(period)
    supplied, by_value = inputs.supplied_counts(), by_value or rules.wording is not None or rules.profile.asks_values
    return checked(
        rules,
        period,
        tally(dispatches, rules.profile, period, cut_off, supplied, by_value=by_value, units=unit_counts(inputs)),
    )


def unit_counts(inputs: Inputs) -> UnitCounts:
    """What was given for each unit, as step 3 takes it."""
    from bulletin_gen.tally import UnitCounts

    groups = {unit.name: unit.group for unit in inputs.registry.units if unit.name in inputs.unit_figures}
    whole = {
        unit: {name: int(value) if value.denominator == 1 else value for name, value in figures.items()}
        for unit, figures in inputs.unit_figures.items()
    }
    return UnitCounts(whole, groups)


def checked(rules: Rules, period: Period, counts: Counts) -> Counts:
    """The counts, unless nothing at all falls in the period: then ``BulletinError``."""
    if not any(counts.total[name] for name, rule in rules.profile.measures.items() if not rule.supplied):
        raise _no_orders(rules, period)
    return counts


def finish(
    rules: Rules,
    period: Period,
    inputs: Inputs,
    accounts: Sequence[SheetAccount],
    found: Sequence[Issue],
    counts: Counts,
    out: Path,
    options: Options,
    keep: Callable[[str], bytes],
) -> Result:
    """Steps 4 to 8 from counts alone: what a batch does for each of its counties. ``keep``: see ``keeper``."""
    from bulletin_gen.facts.saved.filling import emptier
    from bulletin_gen.facts.saved.save import FactsRecord, facts_json
    from bulletin_gen.marks import printed_lines
    from bulletin_gen.render.books.xlsx import has_sheets
    from bulletin_gen.tree import charts
    from bulletin_gen.verify.proof import verify

    found = (*found, *emptier(accounts, period, inputs.bases))
    facts, bulletin, issues = composed(rules, period, inputs, found, counts, options)
    options.progress(STEPS[6])
    office = rules.wording.letterhead if rules.wording else None
    rendered, unmade = render_what_can_be(bulletin, options.formats, office)  # 7
    options.progress(STEPS[7])
    unproved = verify(bulletin, facts.figures, rendered, office)  # 8
    if errors(unproved):
        rendered.pop("pdf")
        unmade, unproved = as_warnings(unproved), ()
    if not has_sheets(bulletin):
        rendered.pop("xlsx")  # a workbook without a table is no annex
    county = rules.county
    rendered |= filled_form(bulletin, county.folder / FORM)
    files, listed = name_files(rules.profile, period, rendered, out), dict[Path, bytes]()
    documents = tuple(files)
    stale = add_issue_list(issues, out, listed, (county.folder / period.key, county.folder))
    kept = kept_edits(files | listed, stale, records_of(county, period, out))
    printed, drawn = printed_lines(bulletin), charts(bulletin)
    record = FactsRecord(
        accounts, inputs.adjustments, issues, printed, drawn, digests(files | listed), inputs.identifiers
    )
    files[out / FACTS_FILE] = facts_json(facts, period, record).encode()
    recorded, new = Recording({}), files[out / FACTS_FILE]
    counted = keep(digest(new)) if options.record or options.keep else b""
    if options.record:
        recorded = recording(county, period, new, kept=counted, replace_signed=options.replace_signed)
    files |= recorded.files | listed
    aside = recorded.aside | {new: old.read_bytes() for old, new in kept.items()}
    publish(in_order(aside | files, documents), (*stale, *recorded.stale))
    told, kept_as = (*issues, *unmade, *unproved, *recorded.issues), tuple(kept.values())
    told_files = tuple(path for path in files if path.parent.name != ORDERS)  # of no use to people by itself
    return Result(told_files, period, facts, tuple(accounts), inputs.adjustments, told, kept_as, unmade, counted)


def composed(
    rules: Rules, period: Period, inputs: Inputs, found: Sequence[Issue], counts: Counts, options: Options
) -> tuple[Facts, Bulletin, tuple[Issue, ...]]:
    """Steps 4 to 6 from counts alone: the facts, the bulletin with its marks, and all issues."""
    from bulletin_gen.compose import Composer
    from bulletin_gen.marks import marked, run_mark
    from bulletin_gen.origins import traced
    from bulletin_gen.profile.terms import placed_in_words
    from bulletin_gen.proof.own import contradictions
    from bulletin_gen.render.characters import odd_texts
    from bulletin_gen.totals import beyond, disagreements
    from bulletin_gen.totals.rounded import rounded_away

    options.progress(STEPS[3])
    facts, assessed = assess(rules, period, inputs, counts, lambda: options.progress(STEPS[4]))  # 4, 5
    issues = (*inputs.issues, *found, *assessed)
    _stop_on_errors(issues)
    options.progress(STEPS[5])
    composer = Composer(rules.templates)
    bulletin = composer.compose(  # 6
        facts, rules.profile, inputs.narrative, inputs.narrative_file, rules.wording
    )
    if rules.wording is not None or facts.desk.lacking:
        from bulletin_gen.compose.wording import doubts

        issues = (*issues, *doubts(rules.wording, facts, rules.profile))
    issues = (*issues, *composer.unused(bulletin, facts, rules.profile, rules.wording))
    totals = disagreements(bulletin, facts, rules.profile)
    issues = (*issues, *rounded_away(bulletin, facts, rules.profile))
    issues = (*issues, *totals, *beyond(contradictions(bulletin, rules.profile.wording.accepted_findings), totals))
    if rules.profile.document.living_figures:
        bulletin = replace(marked(bulletin), mark=run_mark(rules.profile.county, period.key))
    issues = (*issues, *traced(odd_texts(bulletin), issues, rules.county.written(period)))
    return facts, bulletin, tuple(placed_in_words(each) for each in issues)


def rehearse(folder: Path, wanted: str | None, options: Options | None = None) -> bytes:
    """The facts.json of a bulletin as it would be generated now; nothing is written.

    Raises ``BulletinError`` as ``generate`` does.
    """
    return rehearsed(survey(folder, wanted, options))


def rehearsed(found: Survey) -> bytes:
    """The facts.json of a bulletin that was not written."""
    from bulletin_gen.facts.saved.save import FactsRecord, facts_json
    from bulletin_gen.marks import printed_lines
    from bulletin_gen.tree import charts

    printed, drawn = printed_lines(found.bulletin), charts(found.bulletin)
    held = (found.intake.accounts, found.inputs.adjustments, found.issues, printed, drawn)
    record = FactsRecord(*held, identifiers=found.inputs.identifiers)
    return facts_json(found.facts, found.period, record).encode()


class Survey(Struct, frozen=True):
    """All that a run knows before it renders: for explaining and comparing, which write no bulletin."""

    rules: Rules
    period: Period
    inputs: Inputs
    intake: Intake
    facts: Facts
    bulletin: Bulletin
    issues: tuple[Issue, ...]


class GatheredPeriod(Struct, frozen=True):
    """All that steps 1 and 2 bring; ``sketch`` goes on from here, as often as rules or words are tried."""

    rules: Rules
    period: Period
    inputs: Inputs
    intake: Intake


def gather(folder: Path, wanted: str | None, options: Options | None = None) -> GatheredPeriod:
    """Steps 1 and 2 for a period of the county in ``folder``; raises ``BulletinError`` as ``generate`` does."""
    rules, files = open_period(folder, wanted)
    return GatheredPeriod(rules, files.period, *_read(rules, files, files.orders, options or Options()))


def survey(folder: Path, wanted: str | None, options: Options | None = None) -> Survey:
    """Steps 1 to 6 for a period of the county in ``folder``; raises ``BulletinError`` as ``generate`` does."""
    return sketch(gather(folder, wanted, options), options)


def sketch(found: GatheredPeriod, options: Options | None = None) -> Survey:
    """Steps 3 to 6 from what was gathered; raises ``BulletinError`` as ``generate`` does."""
    rules, options = found.rules, options or Options()
    counts = count(rules, found.period, found.inputs, found.intake.dispatches)
    facts, bulletin, issues = composed(rules, found.period, found.inputs, found.intake.issues, counts, options)
    return Survey(rules, found.period, found.inputs, found.intake, facts, bulletin, issues)


def assess(
    rules: Rules, period: Period, inputs: Inputs, counts: Counts, tell: Callable[[], None] = lambda: None
) -> tuple[Facts, tuple[Issue, ...]]:
    """Steps 4 and 5 and the first half of 6: indicators, grading, and everything that can be said; ``tell`` is called
    when grading begins."""
    from bulletin_gen.facts.establish import Findings, establish
    from bulletin_gen.grading import grade
    from bulletin_gen.indicators import compute

    profile, registry = rules.profile, inputs.registry
    indicators = compute(counts, registry, profile)
    tell()
    grading, graded = grade(indicators, registry, profile, inputs.adjustments, inputs.previous_grades)
    facts, established = establish(
        Findings(
            profile=profile,
            registry=registry,
            period=period,
            counts=counts,
            indicators=indicators,
            grading=grading,
            supplied=inputs.supplied,
            adjustments=inputs.adjustments,
            bases=inputs.bases,
            history=inputs.history,
        )
    )
    return facts, (*graded, *established)


def _stop_on_errors(issues: Sequence[Issue]) -> None:
    if errors(issues):
        raise BulletinError(issues)


def _no_orders(rules: Rules, period: Period) -> BulletinError:
    return stop(
        "period.empty",
        "本期没有工单",
        Place(file=str(rules.county.folder / period.key)),
        found=f"读入的工单没有一件落在{period.name}",
        expected=f"{period.first:%Y-%m-%d} 至 {period.last:%Y-%m-%d} 的工单",
        advice="检查导出时选的日期范围，以及文件是否放对了期间文件夹",
    )
