"""A report on paper: tagged, embedded, the same bytes each time; odd texts neither break it nor vanish."""

import io
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from reports.report_document import line, link, report, value

from eegview.exchange.report.grouping import placed_items, split_items
from eegview.exchange.report.layout import column_weights
from eegview.exchange.report.letters import (
    breakable,
    by_number,
    clean,
    embedded_letters,
    held_together,
    missing_letters,
)
from eegview.exchange.report.pdf import page_pictures, pdf_bytes
from eegview.exchange.report.pdf_links import link_boxes, page_sizes_pt
from eegview.exchange.writing import CannotWrite
from eegview.model.report.document import Field, Fields, Figure, Paragraph, Picture, Section, State, Table
from eegview.model.report.link import parse_link


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_bytes(report())


def root_of(reader: PdfReader) -> Any:
    """Return the catalog."""
    return reader.trailer["/Root"]


def tags_of(reader: PdfReader) -> dict[str, list[Any]]:
    """Return the elements of the structure tree by their tag."""
    found: dict[str, list[Any]] = {}

    def walk(part: Any) -> None:
        part = part.get_object() if hasattr(part, "get_object") else part
        if isinstance(part, list):
            for each in part:
                walk(each)
        elif isinstance(part, dict):
            if "/S" in part:
                found.setdefault(str(part["/S"]), []).append(part)
            walk(part.get("/K"))

    walk(root_of(reader)["/StructTreeRoot"]["/K"])
    return found


def test_a_report_is_tagged_and_says_its_language_and_title(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    root = root_of(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert reader.metadata is not None
    assert reader.metadata.title == "EEG report"
    tags = tags_of(reader)
    assert len(tags["/H1"]) == 8  # seven sections and the summary
    assert len(tags["/Title"]) == 1
    assert len(tags["/Table"]) == 1
    assert len(tags["/TH"]) == 4
    assert len(tags["/TD"]) == 8
    assert [figure["/Alt"] for figure in tags["/Figure"]] == ["Nineteen rows of EEG with one wave."] * 3


def test_fonts_are_embedded(pdf: bytes) -> None:
    names = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"] or "/FontFile3" in inner["/FontDescriptor"]
            names.add(re.sub(r"^/[A-Z]{6}\+", "", str(inner["/BaseFont"])))
    assert names == {"DejaVuSans", "DejaVuSans-Bold"}


def test_the_same_document_is_the_same_file(pdf: bytes) -> None:
    assert pdf_bytes(report()) == pdf
    assert pdf_bytes(report(title="Another")) != pdf


def test_values_are_links_that_reopen_where_they_came_from(pdf: bytes) -> None:
    boxes = link_boxes(pdf)
    sizes = page_sizes_pt(pdf)
    assert len(boxes) == len(sizes) == 2
    urls = [box.url for page in boxes for box in page]
    assert len(urls) >= 9
    assert all(parse_link(url) == link() for url in urls)
    for page, (width_pt, height_pt) in zip(boxes, sizes, strict=True):
        for box in page:
            assert 0 <= box.left_pt < box.right_pt <= width_pt
            assert 0 <= box.top_pt < box.bottom_pt <= height_pt


def test_each_page_says_what_it_is_no_good_for_and_whose_it_is() -> None:
    long = Section("long", "Long", (Paragraph((line("word " * 4000),)),))
    reader = PdfReader(io.BytesIO(pdf_bytes(report((long,), footer=("Made by hand",)))))
    assert len(reader.pages) >= 4
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text().replace("\u00a0", " ")
        assert "Not a medical device" in text
        assert "SIM-031 · 17 Mar 2020 · age 28 weeks" in text
        assert f"Page {number} of {len(reader.pages)}" in text


def test_a_long_name_takes_no_room_from_the_sentence_on_every_page() -> None:
    name = "Dr. Maximiliana-Alexandrina von Hohenlohe-Langenburg-Schillingsfürst und zu Waldenburg"
    (page, *_) = PdfReader(io.BytesIO(pdf_bytes(report(sections=(), patient_line=name)))).pages
    text = page.extract_text()
    assert "For research and education. Not a medical device." in text  # on one line
    assert "Page 1 of 1" in text


def test_texts_are_data_and_never_source() -> None:
    evil = '#panic("x") #import "@preview/a:1" $ * _ @ <b> ] } \\ // /* #{ `'
    everywhere = Section("x", evil, (Fields((Field("f", evil, (line(evil),)),)),), remark=evil)
    reader = PdfReader(io.BytesIO(pdf_bytes(report((everywhere,), title=evil, patient_line=evil))))
    text = " ".join(page.extract_text() for page in reader.pages).replace("\u200b", "")
    assert '#panic("x")' in text
    assert "/* #{ `" in text


def test_odd_texts_are_printed_and_what_cannot_be_printed_is_said() -> None:
    texts = ("محمد علي 12", "שלום", "x" * 600, "A\x00\x07\ud800", "Łódź Ω ≥ ½", "\U000e0041\ue000")
    fields = Fields(tuple(Field(str(number), "L", (line(text),)) for number, text in enumerate(texts)))
    unknown = Fields((Field("tag", "Rare", (line("\U00012000 done"),)),))  # cuneiform
    reader = PdfReader(io.BytesIO(pdf_bytes(report((Section("odd", "Odd", (fields, unknown)),)))))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Łódź Ω ≥ ½" in text
    if "\U00012000" not in text:
        assert "[U+12000] done" in text
        assert "printed as their Unicode number: U+12000" in text.replace("\n", " ")


def test_long_tables_break_across_pages_under_their_headings() -> None:
    rows = tuple((line(f"Cluster {number}"), line(value(f"{number}"))) for number in range(200))
    odd = (Table("none", (), ()), Table("short", ("a", "b"), ((line("one"),),)), Table("blank", ("", ""), rows[:2]))
    began = time.perf_counter()
    reader = PdfReader(
        io.BytesIO(pdf_bytes(report((Section("c", "C", (Table("c", ("Name", "Spasms"), rows), *odd)),))))
    )
    assert time.perf_counter() - began < 5
    pages = [page.extract_text() for page in reader.pages if "Cluster" in page.extract_text()]
    assert len(pages) >= 3
    assert all("Spasms" in text for text in pages[:3])
    assert sum(len(re.findall(r"Cluster \d+", text)) for text in pages) == 202


def test_sheets_are_of_the_size_that_is_asked_for() -> None:
    assert [round(size) for size in page_sizes_pt(pdf_bytes(report()))[0]] == [595, 842]
    assert [round(size) for size in page_sizes_pt(pdf_bytes(report(paper="us-letter")))[0]] == [612, 792]
    assert [round(size) for size in page_sizes_pt(pdf_bytes(report(paper="nonsense")))[0]] == [595, 842]


def test_words_of_another_language_stand_in_for_the_english_ones() -> None:
    words = {"page": "Seite", "of": "von", "not_assessed": "nicht beurteilt", "summary": "Zusammenfassung", "open": ""}
    reader = PdfReader(io.BytesIO(pdf_bytes(report(words=words, language="de-CH"))))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Seite 1 von" in text
    assert "nicht beurteilt" in text
    assert "not assessed" not in text
    assert root_of(reader)["/Lang"] == "de-CH"


def test_pages_are_pictures_too() -> None:
    pictures = page_pictures(report(), 50)
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_a_picture_that_cannot_be_read_is_refused_in_a_sentence() -> None:
    broken = Figure("f", Picture(b"no picture", ".png", 100, 50), line("x"), "x")
    with pytest.raises(CannotWrite, match=r"^The report cannot be laid out"):
        pdf_bytes(report((Section("f", "F", (broken,)),)))


def test_an_empty_report_is_set_too() -> None:
    bare = report(
        title="", subtitle="", summary=(), sections=(), signatures=(), footer=(), patient_line="", department=(),
        binding={}, made_at_utc="no time", badges=(), template_id="", language="",
    )  # fmt: skip
    reader = PdfReader(io.BytesIO(pdf_bytes(bare)))
    assert "Not a medical device" in reader.pages[0].extract_text()
    assert pdf_bytes(bare) == pdf_bytes(bare)


def test_items_nobody_answered_are_named_in_one_line_and_long_ones_get_more_room() -> None:
    open_items = tuple(Field(f"o{number}", f"Item {number}", state=State.NOT_ASSESSED) for number in range(4))
    long = Field("long", "Long", (line("word " * 200),))
    short = Field("short", "Short", (line("a"),))
    shown, together = split_items((short, *open_items, long))
    assert shown == (short, long)
    assert together == {State.NOT_ASSESSED: ("Item 0", "Item 1", "Item 2", "Item 3")}
    assert split_items(open_items[:2]) == (open_items[:2], {})
    placed = placed_items((short, long, short, short), 4)
    assert [(row, column, span) for _item, row, column, span in placed] == [(0, 0, 1), (1, 0, 4), (2, 0, 1), (2, 1, 1)]
    section = Section("s", "S", (Fields((short, *open_items, long)),))
    text = PdfReader(io.BytesIO(pdf_bytes(report(sections=(section,))))).pages[0].extract_text()
    assert "not assessed: Item 0 · Item 1 · Item 2 · Item 3" in text


def test_letters_are_cleaned_broken_and_numbered() -> None:
    assert clean("a\tb\r\nc\x00\ud800") == "a b\nc\ufffd\ufffd"
    assert breakable("short words stay") == "short words stay"
    assert breakable("Hohenlohe-Langenburg-Schillingsfürst") == "Hohenlohe-Langenburg-Schillingsfürst"
    assert breakable("x" * 20).replace("\u200b", "") == "x" * 20
    assert {ord(sign) for sign in "aµ–−✓☐Ωж"} <= embedded_letters()
    assert missing_letters(["a李b李", "王"]) == ("李", "王")
    assert by_number("a李", frozenset("李")) == "a[U+674E]"


def test_columns_are_as_wide_as_what_they_hold_within_bounds() -> None:
    table = Table("t", ("", "n"), ((line("a" * 90), line("1")),))
    assert column_weights(table) == [34, 6]


def set_with_figures(n_words: int) -> bytes:
    """Return a report in which a tall figure stands after some text, and text follows it."""
    size = '<svg xmlns="http://www.w3.org/2000/svg" width="184mm" height="90mm"><rect width="99" height="9"/></svg>'
    tall = Figure("tall", Picture(size.encode(), ".svg", 184, 90), line("tall"), "A bar.")
    words = Paragraph((line("before " * n_words),))
    sections = (Section("a", "First", (words, tall)), Section("b", "Second", (Paragraph((line("after " * 700),)),)))
    return pdf_bytes(report(sections=sections))


def test_text_goes_on_where_a_figure_has_no_room() -> None:
    inline = [page.extract_text() for page in PdfReader(io.BytesIO(set_with_figures(300))).pages]
    assert "Figure 1" in inline[0]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(set_with_figures(1000))).pages]
    assert len(pages) == 2
    assert "Figure 1" in pages[1]
    assert "Second" in pages[0]
    assert pages[0].count("after") > 100  # where the figure would have left white


def test_signatures_never_stand_alone_on_a_page() -> None:
    last = Section("last", "Diagnostic significance", (Paragraph((line("as read"),)),))
    for n_words in (1150, 1200, 1250):  # the boxes have room, the section before them has not, both have
        long = Section("long", "Long", (Paragraph((line("word " * n_words),)),))
        content = pdf_bytes(report(sections=(long, last)))
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        assert "as read" in pages[-1]
        assert "not signed" in pages[-1]


def test_a_number_stays_on_the_line_of_its_unit() -> None:
    assert held_together("30 min · 10 h 00 min") == "30\u00a0min · 10\u00a0h 00\u00a0min"
    assert held_together("17 Mar 2020, 7 µV/mm, ± 18 ms") == "17\u00a0Mar\u00a02020, 7\u00a0µV/mm, ±\u00a018\u00a0ms"
    assert held_together("4 hands, 3 minor, room 7 minutes") == "4 hands, 3 minor, room 7 minutes"


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils are not installed")
def test_another_program_draws_the_pages_and_finds_the_fonts_embedded(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf)
    fonts = subprocess.run(["pdffonts", file], check=True, capture_output=True, text=True)
    rows = [row.split() for row in fonts.stdout.splitlines()[2:]]
    assert {row[0].split("+")[1] for row in rows} == {"DejaVuSans", "DejaVuSans-Bold"}
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)  # embedded, a subset, its letters known
    about = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    assert re.search(r"^Tagged: +yes$", about, re.MULTILINE)
    assert re.search(r"^Title: +EEG report$", about, re.MULTILINE)
    tree = subprocess.run(["pdfinfo", "-struct-text", file], check=True, capture_output=True).stdout.decode(
        errors="replace"
    )
    titles = [section.title for section in report().sections]
    places = [tree.index(f'"{title}"') if f'"{title}"' in tree else tree.index(title) for title in titles]
    assert places == sorted(places)  # read in the order of the document
    subprocess.run(["pdftoppm", "-r", "72", "-gray", file, tmp_path / "page"], check=True, capture_output=True)
    drawn = sorted(tmp_path.glob("page*.pgm"))
    assert len(drawn) == 2
    for page in drawn:
        content = page.read_bytes()
        kind, size, depth = content.split(b"\n", 3)[:3]
        width_px, height_px = map(int, size.split())
        assert (kind, depth) == (b"P5", b"255")
        assert abs(width_px - 595) <= 1
        assert abs(height_px - 842) <= 1
        dots = content[-width_px * height_px :]
        assert 0.001 < sum(dot < 128 for dot in dots) / len(dots) < 0.5  # something is drawn, and not all is black
