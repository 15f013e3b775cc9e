"""SzCORE's table out of eegview, loaded and masked with the framework's own package."""

from dataclasses import replace
from datetime import datetime
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from epilepsy2bids.annotations import Annotations, SeizureType
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.app.evaluation.comparing import compare, read_events
from eegview.app.exchange.exporting import export_marks
from eegview.app.exchange.importing import read_marks
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.marks_file import write_marks
from eegview.exchange.tables import write_tsv
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.time.clock import recorder_time

VOCABULARY = load_vocabulary(built_in_only=True)
START = recorder_time(2024, 1, 31, 23, 50, 0)
RECORDING_S = 600.0


def mark(
    term: str = "spasm", onset_s: float = 10.0, duration_s: float = 1.0, text: str = "", **answers: str
) -> Annotation:
    return Annotation(
        f"{term}{onset_s}{answers}", term, onset_s, duration_s, (), tuple(sorted(answers.items())), text, "ada"
    )


def loaded(tmp_path: Path, *marks: Annotation, start: datetime | None = START) -> tuple[Annotations, tuple[str, ...]]:
    path = tmp_path / "events.tsv"
    said = export_marks(path, marks, VOCABULARY, start, (), "szcore", RECORDING_S)
    return Annotations.loadTsv(str(path)), said


A_GUESS = ("confidence", "1"), ("confidence", "2")  # answers of before that mean possible


def codes(found: Annotations) -> list[str]:
    return [event["eventType"].value for event in found.events]


def every_answer() -> list[tuple[str, str, str]]:
    return [
        (term_id, attribute.name, value)
        for term_id in ("spasm", "seizure")
        for attribute in getattr(VOCABULARY.term(term_id), "attributes", ())
        for value, _ in attribute.choices
    ]


def test_every_mark_has_a_code_that_the_framework_knows(tmp_path: Path) -> None:
    answers = [one for one in every_answer() if one[2] != "possible" and one[1:] not in A_GUESS]
    marks = [
        replace(mark(term, 1.0 + i, 0.5), annotation_id=f"{i}", attributes=((name, value),))
        for i, (term, name, value) in enumerate(answers)
    ]
    found, said = loaded(tmp_path, *marks)
    assert said[0] == f"Wrote {len(marks)} marks to events.tsv."
    assert len(found.events) == len(marks)
    assert set(codes(found)) <= set(SeizureType.__members__)
    assert len(found.getEvents()) == len(marks)


@pytest.mark.parametrize(
    ("term", "answers", "code"),
    [
        ("spasm", {}, "sz_uo_m_spasms"),
        ("spasm", {"class": "unknown"}, "sz_uo_m_spasms"),
        ("spasm", {"class": "focal"}, "sz_foc_ua_m_spasms"),
        ("spasm", {"class": "generalized"}, "sz_gen_m_spasms"),
        ("seizure", {}, "sz"),
        ("seizure", {"type": "focal"}, "sz_foc"),
        ("seizure", {"type": "tonic"}, "sz_uo_m"),
        ("seizure", {"type": "myoclonic"}, "sz_uo_m"),
        ("seizure", {"type": "clonic"}, "sz_uo_m"),
        ("seizure", {"type": "atonic"}, "sz_uo_m"),
        ("seizure", {"type": "absence"}, "sz_gen_nm"),
        ("seizure", {"type": "tonic_clonic"}, "sz_uo_m_tonicClonic"),
        ("seizure", {"type": "subclinical"}, "sz"),
        ("seizure", {"type": "other"}, "sz"),
    ],
)
def test_a_code_claims_no_more_than_the_mark(tmp_path: Path, term: str, answers: dict[str, str], code: str) -> None:
    found, _said = loaded(tmp_path, replace(mark(term), attributes=tuple(answers.items())))
    assert codes(found) == [code]
    (back,) = read_marks(str(tmp_path / "events.tsv"), VOCABULARY).annotations
    assert back.term_id == term


@pytest.mark.parametrize(
    ("rate_hz", "duration_s"), [(1, 0.0), *product((10, 100, 200, 250, 256, 500, 512), (0.0, 0.02, 0.1))]
)
def test_what_has_no_length_survives_the_mask(tmp_path: Path, rate_hz: int, duration_s: float) -> None:
    for onset_s in [*np.arange(0, 30, 0.37).tolist(), 0.7, 599.0, 599.9, 599.98 if rate_hz > 1 else 598.0]:
        found, said = loaded(tmp_path, mark(onset_s=onset_s, duration_s=duration_s))
        assert found.getMask(rate_hz).sum() >= 1, onset_s
        assert any("mark" in sentence and " got " in sentence for sentence in said)


def test_doubt_is_left_out_and_counted(tmp_path: Path) -> None:
    sure = mark(onset_s=100.0)
    doubted = [mark(onset_s=200.0, certainty="possible"), mark(onset_s=250.0, text="SPASM?")]
    doubted.append(mark(onset_s=260.0, confidence="2"))
    likely = mark(onset_s=300.0, certainty="probable"), mark(onset_s=350.0, confidence="3")
    found, said = loaded(tmp_path, sure, *doubted, *likely, mark("note", text="x"))
    assert said[0] == "Wrote 3 marks to events.tsv."
    assert [event["onset"] for event in found.events] == [100.0, 300.0, 350.0]
    assert np.isnan([event["confidence"] for event in found.events]).all()  # a probability, which no reader gave
    assert any("possible or uncertain: 3 marks" in sentence for sentence in said)
    assert any("probable and written as seizures: 2 marks" in sentence for sentence in said)
    assert any("seizures only; left out: 1 mark" in sentence for sentence in said)
    alone, said = loaded(tmp_path, doubted[0])
    assert said[0] == "Wrote 0 marks to events.tsv."
    assert codes(alone) == ["bckg"]
    assert alone.getMask(10).sum() == 0
    assert any("although a seizure is possible" in sentence for sentence in said)


def test_what_lies_outside_the_recording_is_left_out(tmp_path: Path) -> None:
    inside = [mark(onset_s=-0.5, duration_s=1.0), mark(onset_s=599.5, duration_s=3.0)]
    found, said = loaded(tmp_path, *inside, mark(onset_s=-5.0), mark(onset_s=600.0), mark(onset_s=700.0))
    assert said[0] == "Wrote 2 marks to events.tsv."
    assert any("Outside the recording and left out: 3 marks" in sentence for sentence in said)
    mask = found.getMask(10)
    assert np.flatnonzero(mask).tolist() == [0, 1, 2, 3, 4, 5995, 5996, 5997, 5998, 5999]


def test_notes_of_the_recorder_are_no_seizures(tmp_path: Path) -> None:
    found, said = loaded(tmp_path, Annotation("n", "seizure", 5.0, 2.0, text="sz", layer=FILE_LAYER))
    assert codes(found) == ["bckg"]
    assert said[0] == "Wrote 0 marks to events.tsv."


def test_names_of_channels_cannot_break_the_table(tmp_path: Path) -> None:
    names = ("=cmd|'/c calc'!A1", 'a"b', "c\td", "e,f")
    found, _said = loaded(tmp_path, Annotation("a", "spasm", 5.0, 1.0, names), mark(onset_s=8.0))
    assert [event["onset"] for event in found.events] == [5.0, 8.0]
    cell = (tmp_path / "events.tsv").read_text().splitlines()[1].split("\t")[4]
    assert cell == "'=cmd|'/c calc'!A1,a b,c d,e f"
    back = read_marks(str(tmp_path / "events.tsv"), VOCABULARY).annotations
    assert back[0].channels == ("=cmd|'/c calc'!A1", "a b", "c d", "e f")


def test_a_table_scores_as_the_marks_do(tmp_path: Path) -> None:
    """Points, short and doubted marks too: SzCORE's scores of the marks are those of its table of them."""
    sure = [mark(onset_s=50.0 * i + 0.5, duration_s=0.7 * (i % 3)) for i in range(1, 10)]
    doubted = [mark(onset_s=520.5, certainty="possible"), mark(onset_s=225.5, text="SPASM?")]
    loaded(tmp_path, *sure, *doubted)
    write_tsv(tmp_path / "own.tsv", [*sure, *doubted], VOCABULARY)
    own, table = (read_events(tmp_path / name, VOCABULARY) for name in ("own.tsv", "events.tsv"))
    compared = compare(own, table, duration_s=RECORDING_S)
    assert compared.szcore is not None
    assert [(score.f1, score.fp_per_day) for score in compared.szcore] == [(1.0, 0.0), (1.0, 0.0)]
    assert len(compared.matching.pairs) == 9


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["spasm", "seizure"]),
            st.integers(0, 10**7 - 200),
            st.sampled_from([0]) | st.integers(0, 10**5),
            st.booleans(),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda row: row[1],
    )
)
def test_szcore_out_and_in(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple]):
    marks = [
        Annotation(str(i), term, onset / 100, length / 100, ("Cz",) if named else ())
        for i, (term, onset, length, named) in enumerate(rows)
    ]
    path = tmp_path_factory.mktemp("szcore") / "events.tsv"
    write_marks(path, marks, VOCABULARY, START, "szcore", 1e5)
    back = read_marks(path, VOCABULARY)
    wanted = sorted(marks, key=lambda mark: mark.onset_s)
    written_s = [max(mark.duration_s, 0.11) if mark.duration_s else 1.0 for mark in wanted]
    read = [(mark.term_id, mark.onset_s, mark.duration_s) for mark in back.annotations]
    assert read == [(m.term_id, m.onset_s, pytest.approx(s)) for m, s in zip(wanted, written_s, strict=True)]
    assert [mark.channels for mark in back.annotations] == [mark.channels for mark in wanted]
    assert back.started_at == START
