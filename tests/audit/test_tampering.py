"""Whatever is changed in a written document or workbook, verification finds it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import pytest
from msgspec.structs import replace

from audit.test_counties import folder_of
from bulletin_gen import pipeline
from bulletin_gen.compose import compose
from bulletin_gen.facts import Figure
from bulletin_gen.inputs import open_period, read_inputs
from bulletin_gen.intake.read import read_orders
from bulletin_gen.leaves.issues import BulletinError
from bulletin_gen.outputs import render
from bulletin_gen.tree import Bulletin, Cell, Head, HeadForm, Paragraph, Table, text
from bulletin_gen.verify.proof import verify

TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]+)(</w:t>)")
ROW = re.compile(r"<w:tr>.*?</w:tr>")
VALUE = re.compile(r'(<c r="[A-Z]+[0-9]+" s="[0-9]+">)<v>([^<]*)</v></c>')
STRING = re.compile(r'(<c r="[A-Z]+[0-9]+" s="[0-9]+" t="s">)<v>([0-9]+)</v></c>')
DOCUMENT = "word/document.xml"


@dataclass(frozen=True)
class Written:
    """A bulletin and its files."""

    bulletin: Bulletin
    figures: dict[str, Figure]
    docx: bytes
    xlsx: bytes

    @property
    def sheet(self) -> str:
        """The largest sheet's part."""
        with zipfile.ZipFile(io.BytesIO(self.xlsx)) as package:
            sheets = [each for each in package.infolist() if "worksheets/sheet" in each.filename]
        return max(sheets, key=lambda each: each.file_size).filename

    def part(self, name: str) -> str:
        with zipfile.ZipFile(io.BytesIO(self.docx if name == DOCUMENT else self.xlsx)) as package:
            return package.read(name).decode()

    def rewritten(self, bulletin: Bulletin) -> Written:
        """The files of another bulletin with the same figures."""
        files = render(bulletin, ("docx",))
        return Written(bulletin, self.figures, files["docx"], files["xlsx"])

    def passes(self, name: str, text: str) -> bool:
        """Whether verification accepts the files with this part."""
        changed = {"docx": self.docx, "xlsx": self.xlsx}
        which = "docx" if name == DOCUMENT else "xlsx"
        changed[which] = with_part(changed[which], name, text)
        try:
            verify(self.bulletin, self.figures, changed)
        except BulletinError:
            return False
        return True


def with_part(data: bytes, name: str, text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for each in source.namelist():
            target.writestr(each, text.encode() if each == name else source.read(each))
    return buffer.getvalue()


@pytest.fixture(scope="module", params=["huaibei", "临澜县"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    rules, files = open_period(folder_of(request.param, tmp_path_factory.mktemp("written")), None)
    inputs = read_inputs(rules, files)
    intake = read_orders(files.orders, rules.profile, inputs.registry, files.period, inputs.adjustments)
    counts = pipeline.count(rules, files.period, inputs, intake.dispatches)
    facts, _ = pipeline.assess(rules, files.period, inputs, counts)
    bulletin = compose(facts, rules.profile, inputs.narrative, rules.templates, inputs.narrative_file, rules.wording)
    files_of = render(bulletin, ("docx",))
    return Written(bulletin, dict(facts.figures), files_of["docx"], files_of["xlsx"])


def test_what_was_written_is_accepted(written: Written) -> None:
    assert written.passes(DOCUMENT, written.part(DOCUMENT))
    assert written.passes(written.sheet, written.part(written.sheet))


def test_a_head_with_everything_is_accepted_and_nothing_in_it_can_change(written: Written) -> None:
    head = Head(
        HeadForm.DOCUMENT,
        ("中共河阳县委督查局", "河阳县人民政府"),
        mark_suffix="文件",
        copy_number="000012",
        secrecy="秘密★1年",
        urgency="特急",
        number=text("河督通报〔2022〕10号"),
        signatory=("张三丰", "李四", "欧阳修远"),
    )
    again = written.rewritten(replace(written.bulletin, head=head))
    document = again.part(DOCUMENT)
    assert again.passes(DOCUMENT, document)
    for word in ("欧阳修远", "特急", "000012"):
        assert not again.passes(DOCUMENT, document.replace(word, f"{word}一"))


@pytest.mark.parametrize(
    "words", ["坏\ufdd0字", "缺\ud842字", "民政局_x000D_", "残\u2066联", "\u202eabc", "甲\x07乙\x85丙"]
)
def test_characters_that_no_document_can_hold_are_no_fault_of_the_program(written: Written, words: str) -> None:
    table = Table(text(words), 1, ((Cell(text("名称")),),), ((Cell(text(words)),), (Cell(text("甲")),)))
    odd = replace(written.bulletin, body=(Paragraph(text(words)), *written.bulletin.body, table))
    again = written.rewritten(odd)
    assert again.passes(DOCUMENT, again.part(DOCUMENT))


def test_addressees_that_move_to_the_imprint_are_accepted(written: Written) -> None:
    many = "各乡镇人民政府、街道办事处，" * 30 + "县直各单位："
    again = written.rewritten(replace(written.bulletin, addressees=text(many)))
    document = again.part(DOCUMENT)
    assert "主送：" in document
    assert again.passes(DOCUMENT, document)
    assert not again.passes(DOCUMENT, document.replace("县直各单位", "县直2个单位"))


def slips(text: str, draw: Random) -> Iterator[str]:
    """Texts that a figure must not have become."""
    place = draw.choice([i for i, character in enumerate(text) if character.isdigit()])
    digit = draw.choice([digit for digit in "0123456789" if digit != text[place]])
    yield text[:place] + digit + text[place + 1 :]
    yield text[:place] + text[place + 1 :]
    yield text[:place] + "-" + text[place:]
    yield text + "%"
    yield ""


def test_no_figure_of_the_document_can_change(written: Written) -> None:
    draw, document = Random(1), written.part(DOCUMENT)
    figures = [found for found in TEXT.finditer(document) if re.search("[0-9]", found[2])]
    for found in draw.sample(figures, 25):
        for slip in slips(found[2], draw):
            changed = document[: found.start(2)] + slip + document[found.end(2) :]
            assert not written.passes(DOCUMENT, changed), (found[2], slip)


def test_no_row_can_be_lost_or_doubled_and_no_cells_can_change_places(written: Written) -> None:
    draw, document = Random(2), written.part(DOCUMENT)
    for row in draw.sample(list(ROW.finditer(document)), 12):
        before, after = document[: row.start()], document[row.end() :]
        assert not written.passes(DOCUMENT, before + after)
        assert not written.passes(DOCUMENT, before + row[0] * 2 + after)
        cells = list(TEXT.finditer(row[0]))
        one, other = cells[0], next((cell for cell in reversed(cells) if cell[2] != cells[0][2]), cells[0])
        if one is not other:
            swapped = (
                row[0][: one.start()] + other[0] + row[0][one.end() : other.start()] + one[0] + row[0][other.end() :]
            )
            assert not written.passes(DOCUMENT, before + swapped + after)


def test_neither_title_nor_heading_can_be_lost(written: Written) -> None:
    document = written.part(DOCUMENT)
    for style in ("Title", "GwBody", "GwAnnexLabel", "GwAnnexTitle"):
        found = re.search(rf'<w:p><w:pPr><w:pStyle w:val="{style}"/>.*?</w:p>', document)
        if found:
            assert not written.passes(DOCUMENT, document[: found.start()] + document[found.end() :]), style


def test_no_number_of_a_sheet_can_change_or_move(written: Written) -> None:
    draw, sheet = Random(3), written.part(written.sheet)
    values = list(VALUE.finditer(sheet))
    for found in draw.sample(values, 15):
        place = draw.choice([i for i, character in enumerate(found[2]) if character.isdigit()])
        digit = draw.choice([digit for digit in "0123456789" if digit != found[2][place]])
        slip = found[2][:place] + digit + found[2][place + 1 :]
        assert not written.passes(written.sheet, sheet[: found.start(2)] + slip + sheet[found.end(2) :]), found[0]
        assert not written.passes(written.sheet, sheet[: found.start()] + sheet[found.end() :]), found[0]
        moved = re.sub(r'r="[A-Z]+', 'r="AZ', found[0])
        assert not written.passes(written.sheet, sheet[: found.start()] + moved + sheet[found.end() :]), found[0]


def test_no_word_of_a_sheet_can_become_another(written: Written) -> None:
    draw, sheet = Random(4), written.part(written.sheet)
    for found in draw.sample(list(STRING.finditer(sheet)), 10):
        other = str(0 if found[2] != "0" else 1)
        assert not written.passes(written.sheet, sheet[: found.start(2)] + other + sheet[found.end(2) :]), found[0]


def test_no_number_of_a_sheet_can_be_shown_with_other_digits(written: Written) -> None:
    styles = written.part("xl/styles.xml")
    assert not written.passes(
        "xl/styles.xml",
        re.sub('formatCode="0.0+%"', 'formatCode="0%"', re.sub('numFmtId="10"', 'numFmtId="9"', styles)),
    )
    sheet = written.part(written.sheet)
    found = next(VALUE.finditer(sheet))
    general = re.sub(r' s="[0-9]+"', "", found[0])
    number = found[2].replace(".", "")
    changed = sheet[: found.start()] + general.replace(found[2], number + ".5") + sheet[found.end() :]
    assert not written.passes(written.sheet, changed)


@pytest.mark.parametrize("change", ["text", "value", "numerator"])
def test_no_figure_can_print_what_it_is_not(written: Written, change: str) -> None:
    draw = Random(5)
    shares = [key for key, figure in written.figures.items() if figure.denominator and figure.value]
    for key in draw.sample(shares, min(20, len(shares))):
        figure = written.figures[key]
        wrong: dict[str, Figure] = {
            "text": replace(figure, text="7" + figure.text),
            "value": replace(figure, value=(figure.value or 0) + 1),
            "numerator": replace(figure, numerator=(figure.numerator or 0) + 10**6),
        }
        with pytest.raises(BulletinError):
            verify(
                written.bulletin,
                written.figures | {key: wrong[change]},
                {"docx": written.docx, "xlsx": written.xlsx},
            )


def test_a_format_that_nothing_proves_is_a_fault(written: Written) -> None:
    files = {"docx": written.docx, "xlsx": written.xlsx, "odt": b"PK"}
    with pytest.raises(BulletinError, match="odt"):
        verify(written.bulletin, written.figures, files)
