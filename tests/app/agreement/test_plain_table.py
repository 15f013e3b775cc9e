"""Readings in a plain table: what is taken, what is left out and said, and what is refused in a sentence."""

from pathlib import Path

import pytest

from eegview.app.agreement.numbers import COHEN
from eegview.app.agreement.plain_table import read_ratings
from eegview.app.agreement.report import report_of
from eegview.model.errors import EegViewError, UnreadableFile, UsageError

HEAD = "item,reader,label,patient"
ROWS = ("1,A,yes,P1", "1,B,yes,P1", "2,A,no,P1", "2,B,yes,P1", "3,A,no,P2", "3,B,no,P2")


def written(tmp_path: Path, *lines: str, encoding: str = "utf-8", end: str = "\n") -> Path:
    path = tmp_path / "t.csv"
    path.write_bytes((end.join(lines) + end).encode(encoding))
    return path


def kappa(path: Path) -> float | None:
    found = report_of(read_ratings(path)).number(COHEN)
    assert found is not None
    return found.number.value


def test_a_table_gives_its_kappa(tmp_path: Path):
    found = report_of(read_ratings(written(tmp_path, HEAD, *ROWS)))
    cohen = found.number(COHEN)
    assert cohen is not None
    assert cohen.number.value == pytest.approx((2 / 3 - 4 / 9) / (5 / 9))
    assert (cohen.number.n_items, cohen.number.n_patients, cohen.number.n_readers) == (3, 2, 2)
    assert found.notes == ()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separator_encoding_and_line_ends_do_not_matter(tmp_path: Path, separator: str, encoding: str, end: str):
    lines = [line.replace(",", separator) for line in (HEAD, *ROWS)]
    assert kappa(written(tmp_path, *lines, encoding=encoding, end=end)) == pytest.approx(0.4)


def test_names_of_columns_may_stand_in_any_order_case_and_with_others(tmp_path: Path):
    path = written(
        tmp_path,
        "Note,READER,Patient, Label ,item",
        *(f"x,{r.split(',')[1]},{r.split(',')[3]},{r.split(',')[2]},{r.split(',')[0]}" for r in ROWS),
    )
    assert kappa(path) == pytest.approx(0.4)
    assert read_ratings(path).notes == ("Columns ignored: note.",)


def test_a_spreadsheet_that_states_its_separator_is_read(tmp_path: Path):
    path = written(tmp_path, "sep=;", *(line.replace(",", ";") for line in (HEAD, *ROWS)))
    assert kappa(path) == pytest.approx(0.4)


def test_quotes_blank_lines_and_comments_cost_nothing(tmp_path: Path):
    quoted = [",".join(f'"{cell}"' for cell in row.split(",")) for row in ROWS]
    assert kappa(written(tmp_path, HEAD, "# by hand", *quoted, "", ",,,")) == pytest.approx(0.4)


def test_a_missing_label_is_no_reading_and_is_said(tmp_path: Path):
    found = read_ratings(written(tmp_path, HEAD, *ROWS, "4,A,,P2", "4,B,yes,P2", "5,A,n/a,P2"))
    assert "Readings without a label: 2; they count as not read." in found.notes
    assert "Items with one reading only: 1; they cannot be compared." in found.notes
    assert kappa(written(tmp_path, HEAD, *ROWS, "4,A,,P2", "4,B,yes,P2")) == pytest.approx(0.4)


@pytest.mark.parametrize("answer", ["none", "None", "-", "–"])
def test_none_is_an_answer(tmp_path: Path, answer: str):
    found = read_ratings(written(tmp_path, HEAD, *(row.replace(",no,", f",{answer},") for row in ROWS)))
    assert found.rated is not None
    assert answer in found.rated.classes
    assert found.notes == ()
    cohen = report_of(found).number(COHEN)
    assert cohen is not None
    assert cohen.number.value == pytest.approx(0.4)


def test_an_item_whose_name_begins_with_a_hash_is_counted(tmp_path: Path):
    path = written(tmp_path, HEAD, "# by hand", *(f"#{row}" for row in ROWS))
    found = report_of(read_ratings(path)).number(COHEN)
    assert found is not None
    assert found.number.n_items == 3
    assert found.number.value == pytest.approx(0.4)


def test_a_row_that_is_there_twice_counts_once_and_is_said(tmp_path: Path):
    path = written(tmp_path, HEAD, *ROWS, ROWS[0])
    assert kappa(path) == pytest.approx(0.4)
    assert "Rows that say the same twice: 1; they count once." in read_ratings(path).notes


def test_without_patients_each_item_is_one_and_the_note_says_what_that_does(tmp_path: Path):
    found = read_ratings(written(tmp_path, "item,reader,label", *(row[:-3] for row in ROWS)))
    assert len(set(found.patients)) == 3
    assert any("intervals are too narrow" in note for note in found.notes)


def test_numbers_are_a_scale_in_their_order(tmp_path: Path):
    rows = [f"{k},{r},{label},P{k}" for k, label in enumerate(("10", "9", "2", "10")) for r in "AB"]
    assert read_ratings(written(tmp_path, HEAD, *rows)).rated.classes == ("2", "9", "10")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((HEAD, *ROWS, "1,A,no,P1"), "Row 8 gives an item a second label by the same reader."),
        ((HEAD, *ROWS, "1,C,no,P2"), "Row 8 gives an item a second patient."),
        ((HEAD, *ROWS, ",C,no,P2"), "Row 8 names no item."),
        ((HEAD, *ROWS, "1,,no,P1"), "Row 8 names no reader."),
        ((HEAD, *ROWS, "1,C,no,"), "Row 8 names no patient."),
        (("item,reader,patient", "1,A,P"), "“t.csv” does not have the column “label”."),
        (("a,b", "1,2"), "“t.csv” does not have the columns “item”, “reader”, “label”."),
        (("",), "“t.csv” does not have the columns “item”, “reader”, “label”."),
        ((HEAD,), "The table has no readings."),
        ((HEAD, "1,A,yes,P1", "2,A,no,P1"), "The table has one reader only."),
        ((HEAD, "1,A,,P1", "1,B,,P1"), "The table has no label."),
        (("item,reader,label,label", "1,A,yes,no"), "The table has two columns “label”."),
        (
            ("item,reader,label", *(f"1,R{n},yes" for n in range(300))),
            "The table has 300 readers, more than 200.",
        ),
    ],
)
def test_what_cannot_be_understood_is_refused_in_one_sentence(tmp_path: Path, lines: tuple[str, ...], sentence: str):
    with pytest.raises(UsageError) as refused:
        read_ratings(written(tmp_path, *lines))
    assert refused.value.sentence == sentence
    assert refused.value.advice


def test_a_table_that_is_not_there_is_unreadable(tmp_path: Path):
    with pytest.raises(UnreadableFile):
        read_ratings(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile):
        read_ratings(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"PK\x03\x04" + bytes(99), b"\xff\xfe", b'"' * 99])
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, content: bytes):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(EegViewError) as refused:
        read_ratings(path)
    assert refused.value.sentence.endswith(".")


def test_a_reference_in_the_table_gives_each_reader_sensitivity_and_precision(tmp_path: Path):
    rows = [f"{k},final,{'yes' if k < 4 else 'no'},P{k}" for k in range(8)]
    rows += [f"{k},A,{'yes' if k in (0, 1, 2, 5) else 'no'},P{k}" for k in range(8)]
    (reader,) = report_of(read_ratings(written(tmp_path, HEAD, *rows))).against
    numbers = {one.key: one.number.value for one in reader.numbers}
    assert numbers["sensitivity"] == pytest.approx(3 / 4)
    assert numbers["precision"] == pytest.approx(3 / 4)
    assert numbers["cohen_kappa"] == pytest.approx(0.5)
