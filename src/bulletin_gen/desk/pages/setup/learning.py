"""A new county from last month's bulletin: the files, what was learnt from them, the questions, the county's folder."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from msgspec import Struct
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bulletin_gen.canonical import LABELS, SOURCE_COLUMNS
from bulletin_gen.desk.answers.calls import Call, OpenDesk
from bulletin_gen.desk.answers.jobs import Tell
from bulletin_gen.desk.answers.replies import download, go_to, page
from bulletin_gen.desk.pages.setup.columns import IGNORE, ColumnChoice, choices_of, once
from bulletin_gen.intake.showing.inspect import inspect_files
from bulletin_gen.keeping.confined import period_named, plain_name
from bulletin_gen.keeping.receiving import receive
from bulletin_gen.keeping.scratch import scratch_place
from bulletin_gen.learning.asked import Question
from bulletin_gen.learning.finding.tables import WHOLE_TABLE
from bulletin_gen.learning.learn import Learnt, Request, learn
from bulletin_gen.leaves.issues import BulletinError, stop
from bulletin_gen.leaves.periods import Period, month
from bulletin_gen.leaves.publish import publish
from bulletin_gen.profile.intake import IntakeRules
from bulletin_gen.scaffold import refuse_taken

#: Bulletins and annexes are read from files that end so.
READ = (".docx", ".pdf", ".html", ".htm", ".txt", ".xlsx")
#: So many attempts are kept until the desk ends; older ones are removed with their files.
_MOST_KEPT = 3
_NOTE = "learning"


class Attempt(Struct):
    """Files that were sent in, in a scratch place, and what was learnt from them. ``questions`` stay in the order in
    which they were first asked, because answers are places in that order; ``tries`` counts the folders made."""

    scratch: TemporaryDirectory[str]
    name: str
    period: Period
    bulletins: tuple[Path, ...] = ()
    orders: tuple[Path, ...] = ()
    answers: dict[str, int] = {}
    columns: dict[str, str] = {}
    questions: dict[str, Question] = {}
    tries: int = 0
    folder: Path = Path()
    learnt: Learnt | None = None
    busy: bool = False


class Attempts:
    """The attempts of one desk by number."""

    def __init__(self) -> None:
        self.known: dict[int, Attempt] = {}
        self._last = 0

    def add(self, attempt: Attempt) -> int:
        """Keeps an attempt and forgets the oldest beyond the most that are kept, but none that is still learning;
        returns its number."""
        self._last += 1
        self.known[self._last] = attempt
        idle = [number for number, each in self.known.items() if not each.busy and each is not attempt]
        for number in idle[: max(0, len(self.known) - _MOST_KEPT)]:
            self.forget(number)
        return self._last

    def clear(self) -> None:
        """Removes all attempts with their files."""
        for number in list(self.known):
            self.forget(number)

    def forget(self, number: int) -> None:
        """Removes an attempt with its files."""
        if gone := self.known.pop(number, None):
            gone.scratch.cleanup()


def _attempts(desk: OpenDesk) -> Attempts:
    if _NOTE not in desk.notes:
        desk.notes[_NOTE] = made = Attempts()
        desk.endings.append(made.clear)
    found = desk.notes[_NOTE]
    assert isinstance(found, Attempts)
    return found


def _attempt(call: Call) -> tuple[int, Attempt, Learnt]:
    number = int(call.path["number"])
    found = _attempts(call.desk).known.get(number)
    if found is None or found.learnt is None:
        raise stop("desk.nothing", "这一次学的结果不在了", advice="回到“我有上个月的通报”，再放一次文件")
    return number, found, found.learnt


def form(call: Call) -> Response:
    """The form for last month's bulletin and its export."""
    today = call.desk.today()
    return page(call, "learn.html", period=month(today.year, today.month).previous().key, read=",".join(READ))


def start(call: Call) -> Response:
    """What is sent is learnt from in the background."""
    if call.desk.files.is_one_county:
        raise stop("desk.one", "打开的是一个县的文件夹", advice="要管几个县，用上一层文件夹重新启动")
    name, period = call.text("name"), period_named(call.text("period"))
    refuse_taken(call.desk.files.inside(name), "换一个名称，或先把那个文件夹移走")
    attempt = Attempt(scratch_place(call.desk.port), name, period)
    try:
        _take_in(call, attempt)
    except BaseException:
        attempt.scratch.cleanup()
        raise
    number = _attempts(call.desk).add(attempt)
    return _begin(call.desk, number, attempt, f"/learn/{number}/columns", _Choice({}, {}, {}))


def _take_in(call: Call, attempt: Attempt) -> None:
    """Keeps what was sent in the scratch place, under the names that it was sent with."""
    place = Path(attempt.scratch.name)
    bulletins, orders = call.uploads("bulletin"), call.uploads("orders")
    if not bulletins or not orders:
        what = "上个月的通报" if not bulletins else "那一期的工单"
        raise stop("desk.no_file", f"没有放{what}", advice="通报和那一期导出的工单都要放，附表不在通报里的也放上")
    kept = [_kept(place / "bulletin", each) for each in bulletins]
    kept += [_kept(place / "annex", each) for each in call.uploads("annex")]
    (place / "orders").mkdir()
    for each in orders:
        receive(place, place / "orders", each.filename or "", each.file.read())
    attempt.bulletins = tuple(kept)
    attempt.orders = tuple(sorted(path for path in (place / "orders").iterdir() if path.is_file()))


def _kept(folder: Path, sent: UploadFile) -> Path:
    path = folder / plain_name(sent.filename or "")
    if path.suffix.lower() not in READ:
        raise stop(
            "desk.bulletin", "这种文件读不了", found=path.name, expected="、".join(READ),
            advice="在 Word、WPS 或 Excel 里另存为其中一种，再放进来",
        )  # fmt: skip
    if path.exists():
        raise stop("desk.twice", "两个文件同名", found=path.name, advice="改一个名称再放")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sent.file.read())
    return path


class _Choice(Struct, frozen=True):
    """The answers to learn by, the questions that they answer, and what people say of columns (meaning → head)."""

    answers: dict[str, int]
    questions: dict[str, Question]
    columns: dict[str, str]


def _begin(desk: OpenDesk, number: int, attempt: Attempt, back: str, choice: _Choice) -> Response:
    attempt.busy = True
    title = f"学{attempt.name}的口径"
    job = desk.jobs.start(f"learn/{number}", title, back, lambda tell: _run(desk, number, choice, tell), "没有学成")
    return go_to(f"/jobs/{job.number}")


def _run(desk: OpenDesk, number: int, choice: _Choice, tell: Tell) -> str:
    """Learns by a choice; where that fails, what was learnt before stays beside the answers that it goes by."""
    attempt = _attempts(desk).known[number]
    attempt.tries += 1
    folder = Path(attempt.scratch.name) / f"made{attempt.tries}" / attempt.name
    request = Request(
        folder, attempt.bulletins, attempt.orders, attempt.period, attempt.name, choice.answers, tell,
        columns=choice.columns,
    )  # fmt: skip
    try:
        learnt = learn(request)
    except BulletinError:
        raise  # the files stay: their columns can be told, and it is tried again
    except BaseException:
        if attempt.learnt is None:
            _attempts(desk).forget(number)
        raise
    finally:
        attempt.busy = False
    attempt.folder, attempt.learnt, attempt.answers = folder, learnt, choice.answers
    attempt.columns = choice.columns
    attempt.questions = {question.about: question for question in learnt.questions} | choice.questions
    return f"/learn/{number}"


def shown(call: Call) -> Response:
    """How everything fits, the questions; with answers sent, it is learnt again."""
    number, attempt, learnt = _attempt(call)
    if call.posted:
        return _begin(call.desk, number, attempt, f"/learn/{number}", _chosen(call, attempt))
    differing = tuple(cell for cell in learnt.fit.cells if not cell.same)
    return page(
        call, "learnt.html", number=number, attempt=attempt, learnt=learnt, differing=differing,
        questions=tuple(attempt.questions.values()),
    )  # fmt: skip


def _chosen(call: Call, attempt: Attempt) -> _Choice:
    """The chosen places. By another time the columns are counted afresh: what was asked of them is asked anew."""
    sent = {about: call.text(f"answer/{about}") for about in attempt.questions}
    chosen = {
        about: int(place)
        for about, place in sent.items()
        if place.isdecimal() and 1 <= int(place) <= len(attempt.questions[about].answers)
    }
    if chosen.get(WHOLE_TABLE, 1) != attempt.answers.get(WHOLE_TABLE, 1):
        answers = {WHOLE_TABLE: chosen[WHOLE_TABLE]} if WHOLE_TABLE in chosen else {}
        return _Choice(answers, {WHOLE_TABLE: attempt.questions[WHOLE_TABLE]}, attempt.columns)
    answers = {about: place for about, place in chosen.items() if place > 1}
    return _Choice(answers, dict(attempt.questions), attempt.columns)


def heads(call: Call) -> Response:
    """What the columns of the orders that were sent are, where they are not recognised; told, it is learnt again."""
    number = int(call.path["number"])
    attempt = _attempts(call.desk).known.get(number)
    if attempt is None:
        raise stop("desk.nothing", "放入的文件不在了", advice="回到“我有上个月的通报”，再放一次文件")
    if call.posted:
        return _begin(call.desk, number, attempt, f"/learn/{number}/columns", _Choice({}, {}, _told(call)))
    ids, choices = _choices(attempt.orders)
    told = {head: meaning for meaning, head in attempt.columns.items()}
    return page(
        call, "learnheads.html", number=number, attempt=attempt, choices=choices, told=told, ids=ids,
        meanings={name: LABELS[name] for name in SOURCE_COLUMNS},
    )  # fmt: skip


def _choices(orders: tuple[Path, ...]) -> tuple[tuple[str, ...], list[ColumnChoice]]:
    """The heads taken for numbers of orders where none is known, and every column but citizens', each with what it is
    guessed to be once orders are told by these."""
    found = inspect_files(orders)
    ids = tuple(dict.fromkeys(sheet.near.order_id for sheet in found.sheets if sheet.near and sheet.near.order_id))
    rules = IntakeRules(columns={"order_id": ids} if ids else {})
    seen = inspect_files(orders, reading=rules) if ids else found
    if ids and any(sheet.near for sheet in seen.sheets):  # one name does not make a head of it yet
        ids, seen, rules = (), found, IntakeRules()
    return ids, [each for each in once(choices_of(seen, rules)) if each.chosen != IGNORE]


def _told(call: Call) -> dict[str, str]:
    """Meaning → head of the columns of which something was said; what is recognised anyway is left as it is."""
    told: dict[str, str] = {}
    for head in call.texts("head"):
        meaning = call.text(f"meaning/{head}")
        if meaning not in SOURCE_COLUMNS or meaning == call.text(f"sure/{head}"):
            continue
        if meaning in told:
            raise stop(
                "desk.twice", f"两列都选了“{LABELS[meaning]}”", found=f"{told[meaning]}、{head}",
                advice="只留一列，别的改回（不用）",
            )  # fmt: skip
        told[meaning] = head
    return told


def report(call: Call) -> Response:
    """The whole report as a workbook."""
    _, _, learnt = _attempt(call)
    return download(learnt.report.name, learnt.report.read_bytes())


def written(call: Call) -> Response:
    """Puts the learnt folder among the counties, whole or not at all, and removes the scratch place."""
    number, attempt, learnt = _attempt(call)
    target = call.desk.files.inside(attempt.name)
    refuse_taken(target, "换一个名称再学一遍，或先把那个文件夹移走")
    publish({target / path.relative_to(attempt.folder): path.read_bytes() for path in learnt.files})
    _attempts(call.desk).forget(number)
    parts = (quote(part, safe="") for part in (attempt.name, attempt.period.key))
    return go_to("/c/" + "/".join(parts))


def dropped(call: Call) -> Response:
    """Removes what was sent and learnt."""
    _attempts(call.desk).forget(int(call.path["number"]))
    return go_to("/learn")
