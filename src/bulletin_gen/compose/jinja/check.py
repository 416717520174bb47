"""Templates checked before any order is read: syntax, and every name that the profile would have to define.

A name is looked for where a template would really come to it: an ``if`` whose condition asks for a name that the
profile lacks (``"mailboxes" in breakdowns``) leaves its body out, and so does a block that the county overrides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct, field
from msgspec.structs import replace

from bulletin_gen.compose.jinja.environment import issue_of, unknown_name
from bulletin_gen.compose.jinja.literals import computed_numerals
from bulletin_gen.compose.jinja.loader import Library
from bulletin_gen.compose.vocabulary import FUNCTIONS
from bulletin_gen.facts.everything import Facts
from bulletin_gen.facts.model import ScopeFacts
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, error
from bulletin_gen.profile import Profile
from bulletin_gen.written.textfile import read_text
from bulletin_gen.written.yamlfile import KeyPath, place_at

PHRASES = "_phrases.md.j2"

#: What templates can say of a period.
PERIOD_NAMES = (
    *("name", "short_name", "month_name", "span", "this", "last_word", "first_day", "last_day"),
    *("year", "number", "days", "first", "last"),
)

#: Filters and functions whose first argument names something of the profile: what it must be found in.
_ARGUMENTS = {
    **dict.fromkeys(("with_counts", "in_brackets", "changes_of", "days_word"), "total"),
    "table": "tables",
    "chart": "charts",
}


class Known(Struct, frozen=True):
    """What a profile defines, by the names under which templates reach it."""

    containers: Mapping[str, Collection[str]]
    top: Collection[str]

    def lacks(self, container: str, name: str) -> bool:
        """Whether the container is the profile's and has no such name."""
        return container in self.containers and name not in self.containers[container]


def known_names(profile: Profile, phrases: Collection[str], filters: Collection[str]) -> Known:
    """The names of one profile; ``phrases``: macros of the shared phrases; ``filters``: those of the environment."""
    own: dict[str, Collection[str]] = {
        "total": [*profile.measures, *profile.rates, *ScopeFacts.__struct_fields__],
        "lists": list(profile.lists),
        "breakdowns": list(profile.breakdowns),
        "quotients": list(profile.quotients),
        "changes": list(profile.comparisons),
        "order_lists": list(profile.order_lists),
        "grades": [band.grade for band in profile.grades],
        "tables": list(profile.tables),
        "charts": list(profile.charts),
    }
    return _known(own, phrases, filters)


#: Containers whose names the profile gives.
_OF_PROFILE = ("total", "lists", "breakdowns", "quotients", "changes", "order_lists", "grades", "tables", "charts")


def _known(own: Mapping[str, Collection[str]], phrases: Collection[str], filters: Collection[str]) -> Known:
    fixed = {"say": phrases, "filters": filters, **dict.fromkeys(("period", "previous", "year_ago"), PERIOD_NAMES)}
    facts = [name for name in Facts.__struct_fields__ if name not in ("figures", "desk", "dated")]
    top = [*facts, *FUNCTIONS, "say", "narrative", "range", "namespace", "loop", "super", "self"]
    return Known({**own, **fixed}, top)


class Walk(Struct):
    """One walk over a template: what it found so far, and names that are certainly false."""

    known: Known
    file: str
    overridden: Collection[str]
    issues: list[Issue] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    false_names: set[str] = field(default_factory=set)

    def visit(self, node: nodes.Node) -> None:
        """Looks at a node and everything below it that can be reached."""
        for part in self._reached(node):
            self.visit(part)

    def _reached(self, node: nodes.Node) -> Iterator[nodes.Node]:
        if isinstance(node, nodes.If):
            yield from self._if(node)
        elif isinstance(node, nodes.And):
            yield from self._and(node)
        elif isinstance(node, nodes.CondExpr):
            yield from self._conditional(node)
        elif not (isinstance(node, nodes.Block) and node.name in self.overridden):
            self._look(node)
            yield from node.iter_child_nodes()

    def _look(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Getattr):
            self._member(node.node, node.attr, node.lineno)
        elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            self._member(node.node, str(node.arg.value), node.lineno)
        elif isinstance(node, (nodes.Filter, nodes.Call)):
            self._call(node)
        elif isinstance(node, nodes.Assign):
            self._assign(node)

    def _assign(self, node: nodes.Assign) -> None:
        if isinstance(node.target, nodes.Name) and self.truth(node.node) is False:
            self.false_names.add(node.target.name)

    def _member(self, owner: nodes.Expr, name: str, line: int) -> None:
        if not isinstance(owner, nodes.Name):
            return
        if owner.name == "narrative":
            self.slots.append(name)
        elif self.known.lacks(owner.name, name):
            self.issues.append(self._missing(owner.name, name, line))

    def _call(self, node: nodes.Filter | nodes.Call) -> None:
        called = node.node.name if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) else None
        name = node.name if isinstance(node, nodes.Filter) else called
        first = node.args[0] if node.args else None
        if isinstance(node, nodes.Filter) and self.known.lacks("filters", node.name):
            self.issues.append(self._missing("filters", node.name, node.lineno))
        container = _ARGUMENTS.get(name or "", "")
        if isinstance(first, nodes.Const) and self.known.lacks(container, str(first.value)):
            self.issues.append(self._missing(container, str(first.value), node.lineno))

    def _missing(self, container: str, name: str, line: int) -> Issue:
        return unknown_name(Place(self.file, row=line), name, tuple(self.known.containers[container]), container)

    def _if(self, node: nodes.If) -> Iterator[nodes.Node]:
        truth = self.truth(node.test)
        yield node.test
        if truth is not False:
            yield from node.body
        if truth is not True:
            yield from (*node.elif_, *node.else_)

    def _and(self, node: nodes.And) -> Iterator[nodes.Node]:
        yield node.left
        if self.truth(node.left) is not False:
            yield node.right

    def _conditional(self, node: nodes.CondExpr) -> Iterator[nodes.Node]:
        truth = self.truth(node.test)
        yield node.test
        if truth is not False:
            yield node.expr1
        if truth is not True and node.expr2:
            yield node.expr2

    def truth(self, node: nodes.Node) -> bool | None:
        """What a condition comes to, as far as the profile alone decides it."""
        if isinstance(node, nodes.Name):
            return False if node.name in self.false_names else None
        if isinstance(node, nodes.Not):
            inner = self.truth(node.node)
            return None if inner is None else not inner
        if isinstance(node, (nodes.And, nodes.Or)):
            return _joined(self.truth(node.left), self.truth(node.right), isinstance(node, nodes.And))
        return self._membership(node)

    def _membership(self, node: nodes.Node) -> bool | None:
        if not (isinstance(node, nodes.Compare) and isinstance(node.expr, nodes.Const) and len(node.ops) == 1):
            return None
        (operand,) = node.ops
        if operand.op not in ("in", "notin") or not isinstance(operand.expr, nodes.Name):
            return None
        if operand.expr.name not in self.known.containers:
            return None
        return self.known.lacks(operand.expr.name, node.expr.value) is (operand.op == "notin")


def _joined(left: bool | None, right: bool | None, both: bool) -> bool | None:
    decisive = not both
    if left is decisive or right is decisive:
        return decisive
    return None if left is None or right is None else both


class Checked(Struct, frozen=True):
    """What a check found: issues, and the slots of narrative.md that the templates ask for, in their order."""

    issues: tuple[Issue, ...]
    slots: tuple[str, ...]


def check_kind(env: ImmutableSandboxedEnvironment, library: Library, template: str, profile: Profile) -> Checked:
    """Checks the template of a kind and those that it extends."""
    try:
        known = known_names(profile, _phrases(env, library), env.filters)
        return _check_chain(env, library, template, known)
    except TemplateError as fault:
        return Checked((issue_of(fault, {}),), ())


def check_words(env: ImmutableSandboxedEnvironment, library: Library, profile: Profile) -> Iterator[Issue]:
    """Checks the small templates that the profile itself holds: title, numbers, table titles and notes."""
    known = known_names(profile, _phrases(env, library), env.filters)
    for path, source in _profile_words(profile):
        if "{" not in source:
            continue
        place = place_at("profile.yaml", path)
        try:
            tree = env.parse(source)
        except TemplateError as fault:
            yield replace(issue_of(fault, {}), place=place)
            continue
        walk = Walk(known, "", ())
        walk.visit(tree)
        yield from (replace(issue, place=place) for issue in (*walk.issues, *_unknown_globals(tree, walk, known)))
        if _TAGS.search(source):
            yield from _single_braces(source, place)


def _profile_words(profile: Profile) -> Iterator[tuple[KeyPath, str]]:
    document = profile.document
    for key in ("title", "issuer", "addressees", "document_number", "running_number", "printed_by", "note"):
        yield ("document", key), getattr(document, key)
    for name, table in profile.tables.items():
        yield ("tables", name, "title"), table.title
        yield from ((("tables", name, "notes"), note) for note in table.notes)
        yield from ((("tables", name, "columns"), head) for column in table.columns for head in column.head)
    for name, chart in profile.charts.items():
        yield ("charts", name, "title"), chart.title
        yield from ((("charts", name, "notes"), note) for note in chart.notes)


def _phrases(env: ImmutableSandboxedEnvironment, library: Library) -> list[str]:
    return [macro.name for macro in _parsed(env, library, PHRASES)[0].find_all(nodes.Macro)]


def needed_names(env: ImmutableSandboxedEnvironment, library: Library, template: str) -> tuple[str, ...]:
    """What a kind needs of any profile (``lists.praised``, ``total.accepted``): what it would miss in an empty one."""
    own = dict.fromkeys(_OF_PROFILE, ()) | {"total": [*ScopeFacts.__struct_fields__]}
    known = _known(own, _phrases(env, library), env.filters)
    checked = _check_chain(env, library, template, known)
    return tuple(dict.fromkeys(issue.found for issue in checked.issues))


def _check_chain(env: ImmutableSandboxedEnvironment, library: Library, template: str, known: Known) -> Checked:
    issues: list[Issue] = []
    slots: list[str] = []
    replaced: set[str] = set()
    name: str | None = template
    while name is not None:
        name_here = name
        tree, shown = _parsed(env, library, name)
        name = _parent(tree)
        walk = Walk(known, shown, frozenset(replaced))
        for part in _rendered_parts(tree, name is not None):
            walk.visit(part)
        issues += [*walk.issues, *_unknown_globals(tree, walk, known), *_typed_text(library, name_here, shown)]
        issues += computed_numerals(tree, shown)
        slots += [slot for slot in walk.slots if slot not in slots]
        if name is not None:
            issues += _orphans(env, library, tree, shown, name)
        replaced |= {block.name for block in tree.find_all(nodes.Block) if not _calls_super(block)}
    return Checked(_first_of_each(issues), tuple(slots))


def _first_of_each(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    # A name that the profile lacks is told where it is first needed, not at every use.
    first: dict[tuple[str, str, str], Issue] = {}
    for issue in issues:
        first.setdefault((issue.code, issue.place.file, issue.found), issue)
    return tuple(first.values())


_TAGS = late(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_ITEM = late(r"\s*(?:\d{1,2}[.．、](?!\d)|（\d{1,2}）)")


_BRACES = late(r"[{｛][^{}｛｝]*[}｝]")
_TABLE_ROW = late(r"\s*\|.*\|\s*")


def _typed_text(library: Library, name: str, shown: str) -> Iterator[Issue]:
    """What the plain text of a template cannot say: digits (numbers of items apart), names in single braces, rows of a
    table."""
    path = library.find(name)
    text = _TAGS.sub(lambda tag: "\n" * tag[0].count("\n"), read_text(path)) if path else ""
    for number, line in enumerate(text.split("\n"), start=1):
        place = Place(shown, row=number)
        if re.search("[0-9０-９]", _ITEM.sub("", line, count=1)):
            yield typed_number(place, line.strip())
        if _TABLE_ROW.fullmatch(line):
            advice = '表格写在 profile.yaml 的 tables 里（place: body），这里写 {{ table("表名") }}'
            yield error("template.typed_table", "模板里不能画表格", place, found=line.strip()[:40], advice=advice)
        yield from _single_braces(line, place)


def _single_braces(text: str, place: Place) -> Iterator[Issue]:
    """Names in single braces beside Jinja's double ones: they would be printed as they stand."""
    for found in _BRACES.findall(_TAGS.sub("", text)):
        advice = f"名称写在两对花括号里，如 {{{{ period.name }}}}；{found} 这种写法用在正文.txt 里"
        yield error("template.single_braces", "花括号会照样印出", place, found=found, advice=advice)


def typed_number(place: Place, text: str) -> Issue:
    """An issue for a number that stands in a template instead of a figure."""
    return error(
        "template.typed_number",
        "模板里直接写了数字",
        place,
        found=text[:40],
        expected="来自事实的数，如 {{ total.accepted }}",
        advice='换成事实的名称；确属固定用语的，写作 {{ "12345"|own_words }}',
    )


def _parsed(env: ImmutableSandboxedEnvironment, library: Library, name: str) -> tuple[nodes.Template, str]:
    path = library.find(name)
    shown = library.shown(path) if path else name
    if path is None:
        # The loader's own message names the template that is missing.
        env.get_template(name)
    assert path is not None
    source, trees = read_text(path), _trees()
    if (name, shown, source) not in trees:
        trees[name, shown, source] = env.parse(source, name, shown)
    return trees[name, shown, source], shown


@cache
def _trees() -> dict[tuple[str, str, str], nodes.Template]:
    """The process's parsed templates, by names and content: one check looks at some of them thrice, and a batch at
    the same ones for every county."""
    return {}


def _parent(tree: nodes.Template) -> str | None:
    extends = next(iter(tree.find_all(nodes.Extends)), None)
    return str(extends.template.value) if extends and isinstance(extends.template, nodes.Const) else None


def _rendered_parts(tree: nodes.Template, extends: bool) -> list[nodes.Node]:
    # Of a template that extends another only its blocks (and what it sets) are rendered.
    return [part for part in tree.body if not extends or isinstance(part, (nodes.Block, nodes.Assign))]


def _calls_super(block: nodes.Block) -> bool:
    calls = block.find_all(nodes.Call)
    return any(isinstance(call.node, nodes.Name) and call.node.name == "super" for call in calls)


def _unknown_globals(tree: nodes.Template, walk: Walk, known: Known) -> Iterator[Issue]:
    bound = {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in bound and name.name not in known.top:
            yield unknown_name(Place(walk.file, row=name.lineno), name.name, tuple(known.top))


def _orphans(
    env: ImmutableSandboxedEnvironment, library: Library, tree: nodes.Template, shown: str, parent: str
) -> Iterator[Issue]:
    """Blocks that override nothing: a misspelt name would otherwise be left out without a word."""
    above: set[str] = set()
    name: str | None = parent
    while name is not None:
        upper, _ = _parsed(env, library, name)
        above |= {block.name for block in upper.find_all(nodes.Block)}
        name = _parent(upper)
    for block in tree.find_all(nodes.Block):
        if block.name not in above and not _inside_known(tree, block, above):
            yield unknown_name(Place(shown, row=block.lineno), block.name, tuple(above), "block")


def _inside_known(tree: nodes.Template, block: nodes.Block, above: set[str]) -> bool:
    # A new block within an overriding one is rendered there.
    return any(block in outer.find_all(nodes.Block) for outer in tree.find_all(nodes.Block) if outer.name in above)
