"""What a file of marks would become, before it is taken."""

from datetime import datetime
from pathlib import Path

import pytest

from eegview.app.exchange.import_plan import MAX_GROUPS, SKIP, ImportPlan, planned_marks, read_plan, shift_between
from eegview.app.vocabulary.store import load_vocabulary

VOCABULARY = load_vocabulary()


@pytest.fixture
def plan(tmp_path: Path) -> ImportPlan:
    path = tmp_path / "marks.tsv"
    path.write_text("onset\tduration\ttrial_type\n1\t1\tspasm\n2\t1\tEpileptic spasm\n3\t0\todd jerk\n4\t0\todd jerk\n")
    return read_plan(path, VOCABULARY)


def test_known_words_come_together_and_unknown_ones_last(plan: ImportPlan) -> None:
    assert [(g.text, g.term_id, g.is_known, len(g.marks)) for g in plan.groups] == [
        ("Spasm", "spasm", True, 2),
        ("odd jerk", "note", False, 2),
    ]
    assert not plan.names_layers


def test_as_proposed_unknown_words_become_notes(plan: ImportPlan) -> None:
    marks = planned_marks(plan, {}, VOCABULARY)
    assert [(m.term_id, m.onset_s) for m in marks] == [("spasm", 1), ("spasm", 2), ("note", 3), ("note", 4)]
    assert marks[2].text == "odd jerk"


def test_a_mapped_text_keeps_its_words_and_gets_the_terms_length(plan: ImportPlan) -> None:
    marks = planned_marks(plan, {0: SKIP, 1: "mimic"}, VOCABULARY, shift_s=10.0)
    assert [(m.term_id, m.onset_s, m.duration_s, m.text) for m in marks] == [
        ("mimic", 13.0, 1.0, "odd jerk"),
        ("mimic", 14.0, 1.0, "odd jerk"),
    ]


def test_a_doubt_stays_when_a_person_chooses_the_term(tmp_path: Path) -> None:
    plan = read_plan(_written(tmp_path, "onset,label\n1,odd jerk?\n2,evtl. Zuckung\n3,odd jerk\n"), VOCABULARY)
    chosen = dict.fromkeys(range(len(plan.groups)), "spasm")
    marks = sorted(planned_marks(plan, chosen, VOCABULARY), key=lambda mark: mark.onset_s)
    assert [mark.attribute("certainty") for mark in marks] == ["possible", "possible", None]
    assert [mark.text for mark in marks] == ["odd jerk?", "evtl. Zuckung", "odd jerk"]


def test_groups_say_where_they_stand_and_how_many_are_in_doubt(tmp_path: Path) -> None:
    plan = read_plan(_written(tmp_path, "onset,label\n1,spasm\n2,SPASM?\n3,odd\n"), VOCABULARY)
    assert [(group.where, group.n_doubted) for group in plan.groups] == [("Rows 2, 3", 1), ("Row 4", 0)]


def test_more_texts_than_a_person_reads_are_put_together(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    n_texts = MAX_GROUPS + 30
    path.write_text("onset,duration,trial_type\n" + "".join(f"{i},0,strange word {i}\n" for i in range(n_texts)))
    plan = read_plan(path, VOCABULARY)
    assert len(plan.groups) == MAX_GROUPS + 1
    assert plan.groups[-1].text == "30 other texts"
    assert len(planned_marks(plan, {}, VOCABULARY)) == n_texts


def test_a_file_that_starts_later_can_be_shifted() -> None:
    plan = ImportPlan("a.edf", (), (), datetime(2024, 1, 2, 8, 0, 30))
    assert shift_between(plan, datetime(2024, 1, 2, 8, 0, 0)) == 30.0
    assert shift_between(plan, None) == 0.0


def test_times_of_day_are_placed_by_the_recordings_start(tmp_path: Path) -> None:
    path = tmp_path / "events.txt"
    path.write_text("23:59:50\tspasm\n00:00:10\tspasm\n")
    plan = read_plan(path, VOCABULARY)
    shift_s = shift_between(plan, datetime(2024, 1, 2, 23, 59, 0))
    assert [mark.onset_s for mark in planned_marks(plan, {}, VOCABULARY, shift_s)] == [50.0, 70.0]
    after_midnight = shift_between(
        read_plan(_written(tmp_path, "00:05:00\tspasm\n"), VOCABULARY), datetime(2024, 1, 2, 23)
    )
    assert after_midnight + 300.0 == 3900.0
    a_little_early = shift_between(
        read_plan(_written(tmp_path, "08:00:00\tnote\n"), VOCABULARY), datetime(2024, 1, 2, 8, 1)
    )
    assert a_little_early + 8 * 3600 == -60.0


def _written(folder: Path, content: str) -> Path:
    path = folder / "one.txt"
    path.write_text(content)
    return path
