"""What an office wrote and its bulletin does not print: nothing of that may vanish without a word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bulletin_gen.compose.jinja.loader import Library
from bulletin_gen.compose.markdown import placed_charts, placed_tables, visible
from bulletin_gen.facts.everything import Facts
from bulletin_gen.leaves.frugal import late
from bulletin_gen.leaves.issues import Issue, Place, error, warning
from bulletin_gen.profile import Profile
from bulletin_gen.profile.document import DOCUMENT_LABELS
from bulletin_gen.tree import Bulletin, Chart, ChartForm, HeadForm, Table, charts, drawn_texts, plain, texts
from bulletin_gen.written.textfile import read_text

_PROFILE, _SUPPLIED = "profile.yaml", "supplied.yaml"
_MARK_ONLY = ("mark_suffix", "copy_number", "secrecy", "urgency", "document_number", "running_number", "signatory")
_FORMS = {
    HeadForm.BARE: "只有标题（bare）",
    HeadForm.BRIEF: "期号式（brief）",
    HeadForm.DOCUMENT: "发文字号式（document）",
}
_WITHOUT = {
    HeadForm.BARE: ("mark", *_MARK_ONLY, "issuer"),
    HeadForm.BRIEF: ("signatory",),
    HeadForm.DOCUMENT: ("running_number", "issuer"),
}
#: What an office's own letterhead says in place of the rules.
_LETTERHEADS = ("mark", *_MARK_ONLY, "issuer", "addressees", "signatures", "printed_by", "copies", "note")
#: A line of a table as Markdown has it.
_BARRED = late(r"\|.*\|.*\||\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?")
_TABLE_ROWS = late(r"(?:list|breakdown|orders)\.(\w+)")


def unplaced(rendered: str, profile: Profile, wording: bool) -> Iterator[Issue]:
    """An error for each body table and each chart that the text ``rendered`` has no place for; ``wording``: how its
    author writes."""
    yield from _unplaced_tables(rendered, profile, wording)
    drawn = placed_charts(rendered)
    for name, rule in profile.charts.items():
        if name not in drawn:
            here = f"单独写一段{{图：{rule.called}}}" if wording else f'在模板里写 {{{{ chart("{name}") }}}}'
            yield error(
                "chart.unplaced", "图没有放进正文", Place(_PROFILE, key=f"图 → {name}"), found=rule.called,
                advice=f"要放的地方{here}；不要的删去",
            )  # fmt: skip


def drawn_by_signs(rendered: str, file: str) -> Iterator[Issue]:
    """An error for each table that somebody drew with bars in ``file``: it would be printed bar by bar."""
    before = False
    for line in filter(str.strip, visible(rendered).split("\n")):
        barred = bool(_BARRED.fullmatch(line.strip()))
        if barred and not before:
            yield error(
                "table.drawn", "正文里不能用竖线画表格", Place(file=file), found=line.strip()[:40],
                advice="统计表在 profile.yaml 的“表格”里定义，要放的地方单独写一段{表：表题}；不是统计表的改用文字",
            )  # fmt: skip
        before = barred


def _unplaced_tables(rendered: str, profile: Profile, wording: bool) -> Iterator[Issue]:
    placed = placed_tables(rendered)
    for name, rule in profile.tables.items():
        if rule.place != "body" or name in placed:
            continue
        title = rule.called or name
        here = f"单独写一段{{表：{title}}}" if wording else f'在模板里写 {{{{ table("{name}") }}}}'
        yield error(
            "table.unplaced", "正文表没有放进正文", Place(_PROFILE, key=f"表格 → {name}"), found=title,
            advice=f"要放的地方{here}；作附件的写 位置: 附件；不要的删去",
        )  # fmt: skip


def unused(bulletin: Bulletin, facts: Facts, profile: Profile, said: str) -> tuple[Issue, ...]:
    """Warnings for what stands in profile.yaml or supplied.yaml and is neither printed nor spoken of in ``said``, the
    office's sentences or templates as they are written."""
    printed = {run.figure for text in (*texts(bulletin), *drawn_texts(bulletin)) for run in text if run.figure}
    return (
        *_unused_front(bulletin, profile),
        *_unused_document(facts, printed),
        *_unused_supplied(facts, profile, printed, said),
        *_unspoken(profile, printed, said),
        *_crowded(bulletin),
        *_untitled(bulletin),
        *_signs(bulletin),
    )


#: Signs of Markdown and of web pages that mean nothing here: quotes, rules, code, links, pictures, tags, emphasis.
_SIGNS = late(
    r"^>\s*\S|^(?:[-*_=]\s*){3,}$|```|~~\S|!?\[[^\[\]]*\]\([^()]*\)|</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>"
    r"|&(?:nbsp|lt|gt|amp);|(?<![*＊])\*[^*\s][^*]{0,40}\*(?![*＊])"
)


def _signs(bulletin: Bulletin) -> Iterator[Issue]:
    """Paragraphs in which such signs would be read as they stand."""
    for block in bulletin.body:
        words = "" if isinstance(block, (Table, Chart)) else plain(block.text)
        if found := _SIGNS.search(words):
            yield warning(
                "text.signs", "正文里的记号会照样印出", Place(file="通报", key=words[:16]), found=found[0][:40],
                advice="删去这些记号；要强调的写 **……**，网址、图片不放在正文里",
            )  # fmt: skip


#: What people write before a title who do not know that the program numbers the annexes.
_NUMBERED = late(r"\s*附[表件录]\s*(?:[\d\uff10-\uff19一二三四五六七八九十]+\s*[:：、.．—-]?|[:：])\s*")


def _untitled(bulletin: Bulletin) -> Iterator[Issue]:
    """Annexes that nobody can call anything: their line below the body, and the head of their page, would be bare."""
    for annex in bulletin.annexes:
        tables = [block.name for block in annex.blocks if isinstance(block, Table)]
        if not plain(annex.title).strip():
            key = f"表格 → {tables[0]} → 标题" if tables else ""
            yield warning(
                "annex.untitled", f"{annex.label}没有标题", Place(_PROFILE, key=key), found="表题是空的",
                expected="如：各单位办理情况表", advice="给这张表写 title（标题）；放在正文里的写 place: body",
            )  # fmt: skip
        elif numbered := _NUMBERED.match(plain(annex.title)):
            key = f"表格 → {tables[0]} → 标题" if tables else ""
            yield warning(
                "annex.numbered", "附件的标题自己带了编号", Place(_PROFILE, key=key), found=plain(annex.title)[:40],
                expected=f"标题里没有编号：上面一行已经印了“{annex.label}”",
                advice=f"删去标题里的“{numbered[0].strip()}”；要印成附表1、附表2的，在“公文”里写 附件叫法: 附表",
            )  # fmt: skip


#: More marks than this nobody reads: of a ring, and of other forms.
_MOST_PARTS, _MOST_MARKS = 9, 40


def _crowded(bulletin: Bulletin) -> Iterator[Issue]:
    for chart in charts(bulletin):
        most = _MOST_PARTS if chart.form is ChartForm.RING else _MOST_MARKS
        marks = len(chart.categories) * len(chart.series)
        if marks > most:
            yield warning(
                "chart.crowded", "图里画得太多，看不清", Place(key=plain(chart.caption)), found=f"{marks} 个数",
                expected=f"不超过 {most} 个", advice="写“前几”少画几个，类别写“其余合并”；或改用表格",
            )  # fmt: skip


def source_of(library: Library, template: str) -> str:
    """What a kind's template and the county's own ones say, tags and all."""
    names = [template, "_phrases.md.j2", *(name for name in library.names() if _own(library, name))]
    paths = (library.find(name) for name in dict.fromkeys((*names, f"kinds/{template}")))
    return "\n".join(read_text(path) for path in paths if path)


def _own(library: Library, name: str) -> bool:
    path = library.find(name)
    return library.county is not None and path is not None and path.parent == library.county


def _unused_front(bulletin: Bulletin, profile: Profile) -> Iterator[Issue]:
    if bulletin.seats:
        yield from _left_to_letterhead(profile)
        return
    rules, form = profile.document, bulletin.head.form
    why, switch = ("版头是" + _FORMS[form], "document.head") if rules.mark else ("没有红头 mark", "document.mark")
    for key in _WITHOUT[form]:
        if getattr(rules, key):
            yield _not_printed(key, why, switch)
    if rules.signatures and not bulletin.signature.bodies:
        yield _not_printed("signatures", "落款不署名", "document.signature")
    if not rules.printed_by and rules.copies:
        yield _not_printed("copies", "没有印发机关 printed_by", "document.printed_by")


def _left_to_letterhead(profile: Profile) -> Iterator[Issue]:
    """What the rules say of head, addressees, signature and imprint where the office's own file has these."""
    given = [key for key in _LETTERHEADS if getattr(profile.document, key)]
    if given:
        yield warning(
            "document.letterhead", "正文文件带信头，这几项不由程序印", Place(_PROFILE, key="document"),
            found="、".join(given), expected="写在正文文件里",
            advice="要印的照样子写进 正文.docx（如{期号}、{成文日期}），不用的在 profile.yaml 里删去",
        )  # fmt: skip


def _not_printed(key: str, why: str, switch: str) -> Issue:
    place = Place(_PROFILE, key=f"document.{key}")
    advice = f"要印就改 {switch}，不印就删去这一项"
    return warning("document.unused", "写了而没有印", place, found=why, advice=advice)


def _called(key: str) -> str:
    """How texts of the profile call a part of the document."""
    return next((label for label, name in DOCUMENT_LABELS.items() if name == key), key)


def _unused_document(facts: Facts, printed: Collection[str]) -> Iterator[Issue]:
    for key in facts.document:
        figure = facts.document[key]
        if key not in ("year", "dated") and figure.id not in printed:
            advice = f"在 profile.yaml 的“公文”里用上 {{{_called(key)}}}，或删去这一项"
            yield warning(
                "document.unused",
                "写了而没有印",
                Place(_SUPPLIED, key=f"document.{key}"),
                found=figure.text,
                advice=advice,
            )


def _unused_supplied(facts: Facts, profile: Profile, printed: Collection[str], said: str) -> Iterator[Issue]:
    for name in facts.supplied:
        figure = facts.supplied[name]
        if name in profile.measures or name in said or any(figure.id in each for each in printed):
            continue
        place, advice = Place(_SUPPLIED, key=f"figures.{name}"), f"要印就在正文里写{{{name}}}，不印就删去这一项"
        yield warning("supplied.unused", "提供的数没有用上", place, found=figure.text, advice=advice)


def _unspoken(profile: Profile, printed: Collection[str], said: str) -> Iterator[Issue]:
    drawn = (*(rule.rows for rule in profile.drawn), *(rule.split for rule in profile.charts.values()))
    rows = {found[1] for each in drawn if (found := _TABLE_ROWS.match(each))}
    shelves = {"quotients": "比值", "lists": "名单", "order_lists": "工单名单"}
    for shelf, kind in shelves.items():
        for name, rule in getattr(profile, shelf).items():
            spoken = _spoken(name, rule.label, said) or name in rows
            if not (spoken or f"{shelf}.{name}" in printed):
                place, advice = Place(_PROFILE, key=f"{shelf}.{name}"), "要印就写进正文，不用就删去这一项"
                yield warning("profile.unused", f"{kind}没有用上", place, found=rule.label or name, advice=advice)


#: A template speaks of things by their keys: 比 is in any text.
_IN_TAGS = late(r"\{%|\{\{")


def _spoken(name: str, label: str, said: str) -> bool:
    """Whether sentences name it: by its label, its key, or by what its key begins with (``by_group``)."""
    if (label and label in said and not _IN_TAGS.search(said)) or re.search(rf"\b{re.escape(name)}\b", said):
        return True
    parts = name.split("_")
    return any(f'"{"_".join(parts[:count])}"' in said for count in range(1, len(parts)))
