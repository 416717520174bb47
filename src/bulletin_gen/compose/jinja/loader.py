"""Where templates are, and what the comment at the top of each says about its kind.

A kind is a template whose first comment has lines ``kind:``, ``head:`` and ``signature:``. ``NAME`` is looked up in
the county's ``templates/`` first, ``kinds/NAME`` always in the packaged ones, so that a county can extend a kind
under the kind's own file name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from bulletin_gen.leaves.alike import alike
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Place, stop
from bulletin_gen.tree import HeadForm
from bulletin_gen.written.textfile import read_text
from bulletin_gen.written.yamlfile import place_at

PACKAGED = "kinds/"
_SUFFIX = ".md.j2"
_FIRST_COMMENT = late(r"\s*\{#-?(.*?)-?#\}", re.DOTALL)
_KEY = late(r"^\s*(kind|head|signature)\s*[:：]\s*(\S+)", re.MULTILINE)
_EXTENDS = late(r"\{%-?\s*extends\s*[\"']([^\"']+)[\"']")

SignatureForm = Literal["none", "dated", "signed"]


class Kind(Struct, frozen=True):
    """A kind of bulletin: its template and the forms of its front and tail.

    ``signature``: nothing, the date alone, or the signing bodies with the date.
    """

    name: str
    template: str
    head: HeadForm
    signature: SignatureForm


class Library(Struct, frozen=True):
    """The templates that one county can use."""

    packaged: Path
    county: Path | None = None

    def find(self, name: str) -> Path | None:
        """The file of a template name, or None."""
        if name.startswith(PACKAGED):
            return _existing(self.packaged, name.removeprefix(PACKAGED))
        return (_existing(self.county, name) if self.county else None) or _existing(self.packaged, name)

    def shown(self, path: Path) -> str:
        """How messages call a template file: templates/NAME."""
        return f"templates/{path.name}"

    def names(self) -> Iterator[str]:
        """The names of all templates, the county's first, each once."""
        folders = [folder for folder in (self.county, self.packaged) if folder and folder.is_dir()]
        files = (path.name for folder in folders for path in sorted(folder.glob(f"*{_SUFFIX}")))
        yield from dict.fromkeys(files)

    def kinds(self) -> dict[str, Kind]:
        """Every kind by its Chinese name."""
        found: dict[str, Kind] = {}
        for name in self.names():
            keys = self._keys(name)
            if "kind" in keys:
                found.setdefault(keys["kind"], _kind(name, keys))
        return found

    def _keys(self, name: str, below: tuple[str, ...] = ()) -> dict[str, str]:
        """The keys of a template's first comment, completed by those of the template that it extends.

        ``below``: the templates that extend this one. ``BulletinError`` where it extends one of those.
        """
        if name in below:
            raise stop(
                "template.cycle", "模板互相扩展，没有尽头", Place(file=f"templates/{name}"),
                found=" → ".join((*below, name)),
                advice="改掉其中一个 extends，让它扩展本程序的一种通报（kinds/…）",
            )  # fmt: skip
        path = self.find(name)
        if path is None:
            return {}
        source = read_text(path)
        comment = _FIRST_COMMENT.match(source)
        own = dict(_KEY.findall(comment[1])) if comment else {}
        parent = _EXTENDS.search(source)
        inherited = self._keys(parent[1], (*below, name)) if parent else {}
        return inherited | own


def library(county_templates: Path | None) -> Library:
    """The packaged templates with a county's own before them."""
    return Library(_packaged_folder(), county_templates)


def find_kind(kinds: Mapping[str, Kind], name: str) -> Kind:
    """The kind of that Chinese name. Raises ``BulletinError`` when there is none."""
    if name in kinds:
        return kinds[name]
    near = alike(name, kinds)
    raise stop(
        "template.no_kind",
        "没有这种通报",
        place_at("profile.yaml", ("kind",)),
        found=name,
        expected="、".join(kinds),
        advice=f"是不是“{near[0]}”？" if near else "从上面选一种，或在县文件夹的 templates/ 里放自己的模板",
    )


def _packaged_folder() -> Path:
    # In the wheel the templates lie in the package; in a checkout at the root of the repository.
    package = Path(__file__).resolve().parents[2]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent.parent / "templates"


def _existing(folder: Path, name: str) -> Path | None:
    path = folder / name
    return path if path.parent == folder and path.is_file() else None


def _kind(template: str, keys: dict[str, str]) -> Kind:
    signature = keys.get("signature", "none")
    form: SignatureForm = "dated" if signature == "dated" else "signed" if signature == "signed" else "none"
    return Kind(keys["kind"], template, HeadForm(keys.get("head", "bare")), form)
