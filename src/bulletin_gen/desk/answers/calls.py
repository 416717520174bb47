"""A request as the pages see it, and the desk that it was made to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from starlette.datastructures import FormData, QueryParams, UploadFile

from bulletin_gen.county.workspace import FACTS_FOLDER, County
from bulletin_gen.desk.answers.jobs import Jobs
from bulletin_gen.keeping.confined import Confined, period_named, plain_name
from bulletin_gen.keeping.surveying import Surveys
from bulletin_gen.leaves.issues import stop
from bulletin_gen.leaves.periods import Period


class OpenDesk(Struct, frozen=True):
    """A running desk: its folder, what it has looked at, what it is doing; ``today`` tells the day, ``end`` ends it.
    ``notes``: what the last runs brought, for the pages that tell of them; ``port``: where it answers; ``endings``:
    what is to be done when it ends."""

    files: Confined
    today: Callable[[], date]
    end: Callable[[], None] = lambda: None
    surveys: Surveys = field(default_factory=Surveys)
    jobs: Jobs = field(default_factory=Jobs)
    notes: dict[str, object] = field(default_factory=dict)
    port: int = 0
    endings: list[Callable[[], None]] = field(default_factory=list)


def _looked_at(county: Path) -> str:
    return f"looked at {county}"


class Call(Struct, frozen=True):
    """One request: where, what was asked, what was sent."""

    desk: OpenDesk
    method: str
    address: str
    path: Mapping[str, Any]
    query: QueryParams
    form: FormData

    @property
    def posted(self) -> bool:
        """Whether something was sent."""
        return self.method == "POST"

    @property
    def county(self) -> Path:
        """The folder of the county that the address names; ``BulletinError`` where there is none."""
        return self.desk.files.county(self.path["county"])

    @property
    def period(self) -> Period:
        """The period that the address names; ``BulletinError`` where it is none or has no folder."""
        period = period_named(self.path["period"])
        if not self.folder_of(period).is_dir():
            raise stop("workspace.period_missing", "没有这一期", found=period.key, advice="回到县的首页，新建这一期")
        return period

    @property
    def folder(self) -> Path:
        """The folder of the period that the address names."""
        return self.folder_of(self.period)

    def folder_of(self, period: Period) -> Path:
        """The folder of a period of the county, there or not."""
        return self.desk.files.below(self.county, period.key)

    @property
    def about(self) -> str:
        """The county and period that the address names, as a query of an address; empty where it names no county."""
        from urllib.parse import urlencode

        known = {name: self.path[name] for name in ("county", "period") if name in self.path}
        return "?" + urlencode(known) if known else ""

    def shown_period(self) -> str:
        """The folder name of the period that the county's own pages show and try with: the one whose pages were looked
        at last, else the newest; empty where there is none."""
        keys = [each.key for each in County(self.county).periods()]
        looked = self.desk.notes.get(_looked_at(self.county))
        return str(looked) if looked in keys else keys[-1] if keys else ""

    def look_at_period(self) -> None:
        """Notes which period's pages are looked at, if the address is of one that there is."""
        if "period" in self.path:
            self.desk.notes[_looked_at(self.county)] = self.period.key

    @property
    def is_first(self) -> bool:
        """Whether no bulletin of the county that the address names was written yet."""
        return not (self.county / FACTS_FOLDER).is_dir()

    def file(self, name: str, folder: Path | None = None) -> Path:
        """A file of that name in the county's folder, or in ``folder`` within; it need not be there."""
        return self.desk.files.below(folder or self.county, plain_name(name))

    def text(self, name: str) -> str:
        """A field that was sent, without blanks around it; empty where it was not."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def long_text(self, name: str) -> str:
        """A field of several lines as it was typed."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n") if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """Every value that was sent under a name."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    def uploads(self, name: str) -> list[UploadFile]:
        """The files that were sent under a name; of empty fields none."""
        return [value for value in self.form.getlist(name) if isinstance(value, UploadFile) and value.filename]

    def here(self, *parts: str) -> str:
        """An address of the county that this one is about, or of its period."""
        from urllib.parse import quote

        known = [self.path[name] for name in ("county", "period") if name in self.path]
        return "/c/" + "/".join(quote(part, safe="") for part in (*known, *parts))

    def county_address(self, *parts: str) -> str:
        """An address of the county."""
        from urllib.parse import quote

        return "/c/" + "/".join(quote(part, safe="") for part in (self.path["county"], *parts))
