"""No cell that we write is run by a spreadsheet, and every text comes back as it was."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import eegview
from eegview.app.evaluation.batch_results import detections_table
from eegview.app.exchange.importing import read_marks
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.anchors_file import read_anchors, write_suggestions
from eegview.exchange.escaping import escaped, escaped_list, plain_cell, safe_cell, unescaped, unescaped_list
from eegview.exchange.marks_file import write_marks
from eegview.exchange.plain_table import comma_text, tab_text
from eegview.model.annotation import Annotation
from eegview.model.suggestion.detection import Detection, ScoreTerm
from eegview.model.sync import Anchor, SuggestedAnchor

VOCABULARY = load_vocabulary(built_in_only=True)
FORMULAS = ("=1+1", "+1+cmd|'/c calc'!A1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "x;=1+1", "=", "-")
TEXTS = st.text(st.sampled_from("=+-@'\t\r\n ,;\"\\ea1.＝"), max_size=8) | st.text(max_size=8)


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def would_run(cell: str) -> bool:
    return cell.lstrip(" ")[:1] in {*"=+-@\t\r＝＋－＠"} and not is_number(cell)


@given(TEXTS)
@example("-5")
def test_an_escaped_text_is_no_formula_and_comes_back(text: str) -> None:
    cell = escaped(text)
    assert not any(would_run(part) for part in cell.split(";"))
    assert unescaped(cell) == text


@given(st.lists(TEXTS, max_size=4))
def test_an_escaped_list_is_no_formula_and_comes_back(texts: list[str]) -> None:
    cell = escaped_list(tuple(texts))
    assert not would_run(cell)
    assert unescaped_list(cell) == tuple(texts)


@given(TEXTS)
@example("'=1")
@example("-5")
def test_a_safe_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert not would_run(safe_cell(text))
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["-3.5", "+2", "12", "0.25", "-1e-3", "1E5", "n/a", "spasm", "'tis", "a-b"])
def test_numbers_and_plain_texts_stay(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("name", ["a.tsv", "a.csv"])
def test_marks_on_a_spreadsheet(tmp_path: Path, name: str) -> None:
    marks = tuple(
        Annotation(f"{i}{text}", "spasm", i - 3.0, 0.5, (text, "Cz"), (("movement", text), ("state", "-1")), text, text)
        for i, text in enumerate(FORMULAS)
    )
    path = tmp_path / name
    write_marks(path, marks, VOCABULARY)
    delimiter = "\t" if name.endswith("tsv") else ","
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline=""), delimiter=delimiter))
    assert [cell for row in rows for cell in row if would_run(cell)] == []
    assert float(rows[1][0]) == -3.0
    assert read_marks(str(path), VOCABULARY).annotations == marks


def test_mne_annotations_on_a_spreadsheet(tmp_path: Path) -> None:
    notes = [Annotation(f"{i}", "file_note", float(i), 0.5, (), (), text, "file") for i, text in enumerate(FORMULAS)]
    write_marks(tmp_path / "mne.csv", notes, VOCABULARY, dialect="mne")
    rows = list(csv.reader(io.StringIO((tmp_path / "mne.csv").read_bytes().decode(), newline="")))
    assert [cell for row in rows for cell in row if would_run(cell)] == []
    back = read_marks(str(tmp_path / "mne.csv"), VOCABULARY).annotations
    assert [mark.text for mark in back] == [text.replace("\r", " ") for text in FORMULAS]


def test_what_a_detector_says_on_a_spreadsheet(tmp_path: Path) -> None:
    names = [text for text in FORMULAS if not set(text) & set(",;|/")]  # which stand between names
    found = [
        Detection(i, float(i), 1.0, "spasm", 0.5, (text,), (ScoreTerm(text, 1.0, text, 0.0),))
        for i, text in enumerate(names)
    ]
    path = tmp_path / "found.tsv"
    path.write_bytes(detections_table(found, "run").encode())
    cells = [cell for line in path.read_bytes().decode().splitlines() for cell in line.split("\t")]
    assert [cell for cell in cells if would_run(cell)] == []
    back = read_marks(str(path), VOCABULARY).annotations
    assert [mark.channels for mark in back] == [(" ".join(text.split()),) for text in names]


def test_suggested_anchors_on_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "anchors.csv"
    write_suggestions(path, [("=1+1.mp4", SuggestedAnchor(Anchor(1.0, -2.0, "@x", ""), 0.5, "+y"))])
    cells = path.read_text().splitlines()[1].split(",")
    assert [cell for cell in cells if would_run(cell)] == []
    (row,) = read_anchors(path)
    assert (row.video, row.anchor) == ("=1+1.mp4", Anchor(1.0, -2.0, "@x", "+y"))


def test_a_cell_cannot_break_a_table_with_tabs() -> None:
    assert tab_text([["a", "b"], ["x\ty", "1\r\n2"]]) == "a\tb\nx y\t1  2\n"


@pytest.mark.parametrize("write", [tab_text, comma_text])
def test_every_cell_of_every_table_is_safe(write: Callable[[list[list[str]]], str]) -> None:
    rows = [["onset", "text"], *([f"-{i}.5", text] for i, text in enumerate(FORMULAS))]
    delimiter = "\t" if write is tab_text else ","
    read = list(csv.reader(io.StringIO(write(rows), newline=""), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL))
    assert [cell for row in read for cell in row if would_run(cell)] == []
    assert [float(row[0]) for row in read[1:]] == [float(row[0]) for row in rows[1:]]


def test_tables_are_written_in_one_place() -> None:
    """What joins cells by itself would let a formula through; the simulated truth holds numbers and words of ours."""
    package = Path(eegview.__file__).parent
    joins = re.compile(r"csv\.(?:Dict)?writer\(|[\"']\\t[\"']\.join\(|to_csv\(|savetxt\(")
    found = [path for path in package.rglob("*.py") if joins.search(path.read_text("utf-8"))]
    assert {path.relative_to(package).as_posix() for path in found} == {"exchange/plain_table.py", "simulate/truth.py"}
