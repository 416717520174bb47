"""The bulletin as one self-contained web page: readable on a telephone, printable on A4."""

from __future__ import annotations

from html import escape as html_escape

from bulletin_gen.leaves.characters import cleaned
from bulletin_gen.render.charts.svg import chart_svg
from bulletin_gen.render.columns import placed
from bulletin_gen.render.measure import width
from bulletin_gen.tree import (
    Align,
    Annex,
    Block,
    Bulletin,
    Cell,
    Chart,
    ColumnTitle,
    Emphasis,
    Head,
    Heading,
    Imprint,
    Run,
    Signature,
    Table,
    Text,
    plain,
)

#: An annex with more columns is printed on a turned page.
_UPRIGHT_COLUMNS = 9
#: Half characters of a cell that stays on one line, or a telephone would show names with a character to a line.
_LONGEST_NAME = 44
_CLASSES = {Emphasis.KAI: "kai", Emphasis.HEI: "hei", Emphasis.BOLD: "bold"}
_STYLE = """
:root { --red: #e60012; --song: "方正小标宋简体", "Songti SC", "Noto Serif CJK SC", SimSun, serif;
  --fang: "仿宋_GB2312", "仿宋", FangSong, STFangsong, "Noto Serif CJK SC", serif;
  --kai: "楷体_GB2312", "楷体", KaiTi, STKaiti, serif;
  --hei: "黑体", SimHei, "PingFang SC", "Noto Sans CJK SC", sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; background: #eee; color: #000; font: 18px/1.9 var(--fang); }
main { max-width: 800px; margin: 0 auto; padding: 24px clamp(16px, 6vw, 72px) 48px; background: #fff; }
.mark { margin: 8px 0; color: var(--red); font: 700 clamp(28px, 9vw, 60px)/1.3 var(--song); text-align: center; }
.number { margin: 0; text-align: center; }
.issued { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2em; margin: 0; padding: 0 1em; }
.rule { height: 0; margin: 6px 0 28px; border: 0; border-top: 2px solid var(--red); }
h1, .annex h2 { margin: .6em 0; font: 700 clamp(21px, 5.5vw, 29px)/1.5 var(--song); text-align: center;
  text-indent: 0; text-wrap: balance; }
p { margin: 0; text-align: justify; text-indent: 2em; overflow-wrap: anywhere; }
.flush { text-indent: 0; }
h2, h3, h4, h5, h6 { margin: .2em 0; font-size: 1em; font-weight: normal; text-indent: 2em; }
h2 { font-family: var(--hei); } h3, .kai { font-family: var(--kai); } .hei, .label { font-family: var(--hei); }
.column { font-family: var(--hei); text-align: center; text-indent: 0; }
.bold { font-weight: 700; }
.list { margin: 1.2em 0 0 2em; } .list ol { margin: 0; padding-left: 1.6em; } .list p { text-indent: 0; }
.signature { margin: 1.2em 2em 0 0; text-align: right; } .signature p { text-align: right; text-indent: 0; }
.annex { margin-top: 40px; padding-top: 16px; border-top: 1px solid #bbb; }
figure { margin: 16px 0; } figcaption { font-family: var(--hei); text-align: center; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 15px; line-height: 1.5; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 6px; border: 1px solid #000; text-align: center; }
th { min-width: 3.6em; } td { white-space: nowrap; } td.long { min-width: 14em; white-space: normal; }
th { background: #f3f3f3; font-family: var(--hei); font-weight: normal; }
.left { text-align: left; } .right { text-align: right; } .total td { font-family: var(--hei); }
svg.chart { display: block; width: 100%; font-family: var(--fang); } svg.chart + figcaption { margin-top: 4px; }
svg.chart .over { paint-order: stroke; stroke: #fff; stroke-width: 3px; }
figure p { font-size: 15px; text-indent: 0; }
.imprint { margin-top: 48px; border-top: 2px solid #000; border-bottom: 2px solid #000; font-size: 16px; }
.imprint p { padding: 0 1em 0 calc(1em + var(--hang)); text-indent: calc(0em - var(--hang)); }
.imprint .printed { display: flex; flex-wrap: wrap; justify-content: space-between; padding: 0 1em; text-indent: 0; }
.imprint * + .printed { border-top: 1px solid #000; } .imprint .copies { text-align: right; }
@page { size: A4; margin: 34mm 26mm 32mm 28mm; }
@page wide { size: A4 landscape; margin: 28mm 37mm 26mm 35mm; }
@media print { body { background: none; font-size: 16pt; } main { max-width: none; padding: 0; }
  .annex { margin: 0; padding: 0; border: 0; break-before: page; } .scroll { overflow: visible; }
  .wide { page: wide; } table { font-size: 10.5pt; } th { min-width: 2.4em; }
  thead { display: table-header-group; } tr, svg.chart { break-inside: avoid; } svg.chart { break-after: avoid; }
  h1, h2, h3, h4, h5, figcaption { break-after: avoid; } .imprint, .signature { break-inside: avoid; } }
"""


def write_html(bulletin: Bulletin) -> str:
    """The bulletin as the text of an HTML file; it needs no other file and no network."""
    parts = [
        _head(bulletin.head),
        f"<h1>{_text(bulletin.title)}</h1>",
        _tag("p", _text(bulletin.addressees), "flush"),
        *(_block(block) for block in bulletin.body),
        _annex_list(bulletin),
        _signature(bulletin.signature),
        _tag("p", _text(bulletin.note)),
        *(_annex(annex) for annex in bulletin.annexes),
        _imprint(bulletin.imprint) if bulletin.imprint else "",
    ]
    body = "\n".join(part for part in parts if part)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escape(bulletin.properties.title or plain(bulletin.title))}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _escape(text: str) -> str:
    return html_escape(cleaned(text).encode("utf-8", "replace").decode("utf-8"))


def _run(run: Run) -> str:
    """A run; one that prints a figure says which."""
    content = _escape(run.text).replace("\n", "<br>")
    figure = f' data-figure="{_escape(run.figure)}"' if run.figure else ""
    face = f' class="{_CLASSES[run.emphasis]}"' if run.emphasis in _CLASSES else ""
    return f"<span{face}{figure}>{content}</span>" if face or figure else content


def _text(text: Text) -> str:
    return "".join(map(_run, text))


def _tag(tag: str, content: str, css: str = "") -> str:
    """An element, or nothing without content."""
    named = f' class="{css}"' if css else ""
    return f"<{tag}{named}>{content}</{tag}>" if content else ""


def _head(head: Head) -> str:
    names = "<br>".join(map(_escape, head.mark)) + _escape(head.mark_suffix)
    restricted = (head.copy_number, head.secrecy, head.urgency)
    signatory = f"<span>签发人：{_escape('、'.join(head.signatory))}</span>" if head.signatory else ""
    issued = "".join(_tag("span", _text(part)) for part in (head.issuer, head.dated)) + signatory
    parts = [
        *(_tag("p", _escape(line), "flush") for line in restricted),
        _tag("p", names, "mark flush"),
        _tag("p", _text(head.number), "number flush"),
        _tag("p", _text(head.running_number), "number flush"),
        _tag("p", issued, "issued flush"),
        '<hr class="rule">' if head.mark else "",
    ]
    return _tag("header", "\n".join(part for part in parts if part))


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        return _chart(block)
    if isinstance(block, Heading):
        return _tag(f"h{block.level + 1}", _text(block.text))
    return _tag("p", _text(block.text), "column" if isinstance(block, ColumnTitle) else "")


def _chart(chart: Chart) -> str:
    notes = "".join(_tag("p", _text(note)) for note in chart.notes)
    return f"<figure>{chart_svg(chart)}{_tag('figcaption', _text(chart.caption))}{notes}</figure>"


def _table(table: Table, said: str = "") -> str:
    """A table under its title, unless ``said`` is that title."""
    title = "" if plain(table.title) == said else _tag("figcaption", _text(table.title))
    head = "".join(_row(row, "th") for row in placed(table.head, table.columns))
    rows = enumerate(placed(table.rows, table.columns))
    body = "".join(_row(row, "td", total=index in table.strong_rows) for index, row in rows)
    notes = "".join(_tag("p", _text(note)) for note in table.notes)
    grid = f"<table>{_tag('thead', head)}<tbody>{body}</tbody></table>"
    return f'<figure>{title}<div class="scroll">{grid}</div>{notes}</figure>'


def _row(row: tuple[tuple[int, Cell, str], ...], tag: str, *, total: bool = False) -> str:
    cells = "".join(_cell(cell, tag) for _, cell, _ in row)
    return f'<tr class="total">{cells}</tr>' if total else f"<tr>{cells}</tr>"


def _cell(cell: Cell, tag: str) -> str:
    spans = f' colspan="{cell.span}"' if cell.span > 1 else ""
    spans += f' rowspan="{cell.down}"' if cell.down > 1 else ""
    classes = [cell.align.value] if cell.align is not Align.CENTER else []
    classes += ["long"] if tag == "td" and width(plain(cell.text)) > _LONGEST_NAME else []
    css = f' class="{" ".join(classes)}"' if classes else ""
    scope = ' scope="col"' if tag == "th" else ""
    return f"<{tag}{scope}{spans}{css}>{_text(cell.text)}</{tag}>"


def _annex_list(bulletin: Bulletin) -> str:
    if not bulletin.annexes or not bulletin.list_annexes:
        return ""
    titles = [_escape(plain(annex.title).replace("\n", "")) for annex in bulletin.annexes]
    word = _escape(bulletin.annexes[0].word)
    if len(titles) == 1:
        return f'<div class="list"><p>{word}：{titles[0]}</p></div>'
    items = "".join(f"<li>{title}</li>" for title in titles)
    return f'<div class="list"><p>{word}：</p><ol>{items}</ol></div>'


def _signature(sign: Signature) -> str:
    lines = [*(_tag("p", _escape(name)) for name in sign.bodies), _tag("p", _text(sign.dated))]
    return _tag("div", "".join(lines), "signature")


def _annex(annex: Annex) -> str:
    title = plain(annex.title)
    blocks = [_table(block, title) if isinstance(block, Table) else _block(block) for block in annex.blocks]
    head = _tag("p", _escape(annex.label), "label flush") + _tag("h2", _text(annex.title))
    wide = any(isinstance(block, Table) and block.columns > _UPRIGHT_COLUMNS for block in annex.blocks)
    return _tag("section", head + "\n".join(blocks), "annex wide" if wide else "annex")


def _imprint(imprint: Imprint) -> str:
    lines = [
        f'<p style="--hang:{len(label) + 1}em">{_escape(label)}：{_text(content)}</p>'
        for label, content in imprint.lines
    ]
    printed = "".join(_tag("span", _text(part)) for part in (imprint.printed_by, imprint.printed_on))
    lines += [_tag("p", printed, "printed"), _tag("p", _text(imprint.copies), "copies flush")]
    return _tag("footer", "".join(lines), "imprint")
