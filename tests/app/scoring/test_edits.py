"""Evidence as edits: told in the history, merged between two machines, readable when damaged, in any order."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eegview.app.library.merging import merged
from eegview.app.library.undoing import described
from eegview.app.review.mark_texts import change_message, edit_text
from eegview.app.review.review import Review
from eegview.app.scoring.blindness import all_lines
from eegview.app.scoring.evidence_book import EVIDENCE_TERMS, EvidenceBook
from eegview.app.scoring.report import sheet_json, sheet_lines
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.scoring import Scoring
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.edit import Change, Edit
from eegview.model.errors import EegViewError, UsageError
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import GMFS_TERM, PVA_TERM, SheetKey
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.scoring.records import bin_record, merged_bins
from eegview.model.scoring.terms import SHEET_TERM
from eegview.model.span import Span
from eegview.model.sync import is_clinical

KEY = SheetKey("based2021", 600.0)
PARAMETERS = scale_parameters()


def log_of(review: Review) -> list[Edit]:
    found: list[Edit] = []
    review.history(lambda edits, problems: found.extend(edits) if not problems else pytest.fail(str(problems)))
    return found


def texts_of(review: Review) -> list[str]:
    return [edit_text(edit, load_vocabulary()) for edit in log_of(review)]


def test_each_act_is_told_in_plain_words(scoring: Scoring, review: Review) -> None:
    scoring.mark_bin(KEY, 7, ("P4",))
    scoring.mark_bin(KEY, 7, ("P4", "F3"))
    scoring.mark_bin(KEY, 8)
    scoring.mark_no_spike(KEY, 9)
    scoring.mark_bins(KEY, {20: ("P4",), 21: ()})
    scoring.unmark_bin(KEY, 7)
    scoring.set_read(KEY, 2)
    scoring.set_read(KEY, 2, is_read=False)
    scoring.answer(KEY, "gmfs", "absent")
    scoring.set_confidence(KEY, 4)
    scoring.set_other_foci(KEY, ("O1",))
    scoring.set_other_foci(KEY, ())
    scoring.measure(KEY, "F3-C3", 150.2, Span(610.0, 610.2))
    scoring.measure(KEY, "F3-C3", 330.0, Span(611.0, 611.2))
    scoring.add_example(KEY, PVA_TERM, Span(640.0, 642.0))
    assert texts_of(review) == [
        "Marked bin 00:10:07 spike at P4",
        "Marked bin 00:10:07 spike at P4, F3",
        "Marked bin 00:10:08 spike",
        "Marked bin 00:10:09 no spike",
        "Marked 2 bins from 00:10:20",
        "Cleared bin 00:10:07",
        "Marked page 3 at 00:10:30 as read",
        "Marked page 3 at 00:10:30 as unread",
        "Answered “absent” to grouped multifocal spikes of the epoch at 00:10:00",
        "Set the confidence of the epoch at 00:10:00 to 4",
        "Answered “O1” to foci elsewhere in the study of the epoch at 00:10:00",
        "Answered “absent” to foci elsewhere in the study of the epoch at 00:10:00",
        "Measured 150 µV of F3-C3 at 00:10:10",
        "Added high-amplitude channel at 00:10:11",
        "Added paroxysmal voltage attenuation at 00:10:40",
    ]
    assert review.undo_state.undo_text == "Undo add paroxysmal voltage attenuation at 00:10:40"
    review.acts.undo()
    assert texts_of(review)[-1] == "Undo of edit 15: delete paroxysmal voltage attenuation at 00:10:40"


def test_committing_is_told_without_the_score(scoring: Scoring, review: Review) -> None:
    """A second reader who scores blind may read the history."""
    for page in range(19):
        scoring.set_read(KEY, page)
    with pytest.raises(UsageError, match="cannot be committed yet") as refused:
        scoring.commit(KEY)
    assert refused.value.advice.startswith("Read the remaining page of the epoch. Measure the background amplitude")
    scoring.add_example(KEY, GMFS_TERM, Span(640.0, 642.0))
    assert (scoring.own(KEY).score.score, scoring.own(KEY).can_commit) == (4, False)  # so far
    scoring.set_read(KEY, 19)
    scoring.commit(KEY)
    assert scoring.own(KEY).committed_score == 4
    scoring.withdraw_commit(KEY)
    assert texts_of(review)[-2:] == [
        "Committed the score of the epoch at 00:10:00",
        "Withdrew the score of the epoch at 00:10:00",
    ]
    review.acts.undo()
    assert scoring.own(KEY).committed_score == 4
    review.acts.undo()
    assert not scoring.own(KEY).is_committed


def test_records_are_never_listed_as_marks(scoring: Scoring, review: Review) -> None:
    scoring.mark_bin(KEY, 7, ("P4",))
    scoring.set_read(KEY, 0)
    scoring.measure(KEY, "F3-C3", 150.0, Span(610.0, 610.2))
    assert len(review.marks) == 0
    assert len(review.records) == 4  # with the sheet's own
    assert not any(map(is_clinical, review.records))
    assert change_message(log_of(review)[0], load_vocabulary()) == ""


# two machines of one reader


@pytest.fixture
def pair(
    open_review: Callable[[str], Review], recording: Recording, parameters: ScaleParameters
) -> tuple[Scoring, Scoring, Review, Review]:
    """Return the same reader at two machines; neither knows what the other did until it catches up."""
    first, second = open_review("ada"), open_review("ada")
    return Scoring(first, recording, parameters), Scoring(second, recording, parameters), first, second


def test_foci_of_one_bin_named_at_two_machines_are_taken_together(
    pair: tuple[Scoring, Scoring, Review, Review], errors: list[EegViewError]
) -> None:
    here, there, first, second = pair
    here.mark_bin(KEY, 7, ("P4",))
    there.mark_bin(KEY, 7, ("F3",))
    first.catch_up()
    second.catch_up()
    assert errors == []
    for scoring in (here, there):
        assert scoring.own(KEY).bins[7].foci == ("P4", "F3")
        assert len(scoring.own(KEY).bins[7].records) == 1
    assert here.own(KEY) == there.own(KEY)


def test_a_spike_here_and_none_there_is_refused_and_the_first_stands(
    pair: tuple[Scoring, Scoring, Review, Review], errors: list[EegViewError]
) -> None:
    here, there, _first, second = pair
    here.mark_bin(KEY, 7, ("P4",))
    there.mark_no_spike(KEY, 7)
    second.catch_up()
    (error,) = errors
    assert "Bin 00:10:07 no spike was added in the meantime by ada" in error.sentence
    assert there.own(KEY).bins[7].is_spike


def test_an_answer_given_at_two_machines_is_not_replaced_unseen(
    pair: tuple[Scoring, Scoring, Review, Review], errors: list[EegViewError]
) -> None:
    here, there, _first, second = pair
    here.answer(KEY, "gmfs", "absent")
    there.answer(KEY, "gmfs", "unsure")
    second.catch_up()
    assert len(errors) == 1
    assert there.own(KEY).gmfs.answer == "absent"


def test_a_committed_sheet_is_not_begun_again(pair: tuple[Scoring, Scoring, Review, Review]) -> None:
    here, there, _first, second = pair
    for page in range(20):
        here.set_read(KEY, page)
    for question in ("gmfs", "pva", "high_amplitude", "nonepileptiform"):
        here.answer(KEY, question, "absent")
    here.set_other_foci(KEY, ())
    here.commit(KEY)
    assert here.own(KEY).committed_score == 0
    there.mark_bin(KEY, 7, ("P4",))  # was away when the score was committed
    second.catch_up()
    sheet = there.own(KEY)
    assert (sheet.committed_score, sheet.is_changed, sheet.score.score) == (0, True, 2)
    assert "changed after the score was committed" in sheet.issues[0].message


def _bin(state: str, *foci: str) -> Annotation:
    return bin_record("b", KEY, 7, 1.0, foci, state, "hand", "ada")


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "both"),
    [
        (("spike", "P4"), ("spike", "P4", "F3"), ("spike", "P4", "O1"), ("P4", "O1", "F3")),
        (("spike", "P4", "F3"), ("spike", "P4"), ("spike", "P4", "F3", "O1"), ("P4", "O1")),
        (("spike", "P4"), ("spike", "P4", "F3"), ("none",), None),
        (("spike", "P4"), ("spike", "P4"), ("none",), ()),
        (("none",), ("spike", "P4"), ("none",), ("P4",)),
        (("none",), ("spike", "P4"), ("spike", "F3"), ("F3", "P4")),
        (None, ("spike", "P4"), ("spike",), ("P4",)),
        (None, ("none",), ("spike",), None),
    ],
)
def test_two_changes_of_one_bin(
    before: tuple[str, ...] | None, mine: tuple[str, ...], theirs: tuple[str, ...], both: tuple[str, ...] | None
) -> None:
    was = _bin(*before) if before is not None else None
    found = merged_bins(was, _bin(*mine), _bin(*theirs))
    assert (found.channels if found is not None else None) == both
    if before is None:
        done = merged([Change(None, _bin(*mine))], {"b": _bin(*theirs)})
        assert (done is None) == (both is None)


# damaged from outside


@pytest.mark.parametrize(
    "changed",
    [
        {"onset_s": 607.5},
        {"duration_s": 0.0},
        {"attributes": ()},
        {"attributes": (("bin", "-1"), ("epoch", "600.000"), ("scale", "based2021"), ("state", "spike"))},
        {"attributes": (("bin", "7"), ("epoch", "nan"), ("scale", "based2021"), ("state", "spike"))},
        {"attributes": (("bin", "7"), ("epoch", "600.000"), ("scale", "based2021"), ("state", "perhaps"))},
        {"term_id": "score_page"},
        {"term_id": "score_answer"},
        {"term_id": "score_amplitude"},
    ],
)
def test_a_damaged_record_counts_for_nothing_and_is_said(changed: dict[str, object]) -> None:
    book = EvidenceBook(PARAMETERS)
    good = bin_record("a", KEY, 8, 1.0, ("F3",), "spike", "hand", "ada")
    bad = replace(bin_record("b", KEY, 7, 1.0, ("P4",), "spike", "hand", "ada"), **changed)  # type: ignore[arg-type]
    book.replace_all([good, bad])
    sheet = book.sheet(KEY, "ada")
    assert list(sheet.bins) == [8]
    assert "cannot be read and counts for nothing" in sheet.issues[0].message
    book.remove("b")
    assert book.issues("ada") == ()
    assert described((Change(None, bad),), str)  # the history can say what it was


def test_a_sheet_with_damaged_parameters_is_scored_by_todays_and_says_so() -> None:
    book = EvidenceBook(PARAMETERS)
    attributes = (("epoch", "600.000"), ("parameters", '{"scale_id": 3}'), ("scale", "based2021"))
    book.put(Annotation("s", SHEET_TERM, 600.0, 300.0, attributes=attributes, layer="ada"))
    sheet = book.sheet(KEY, "ada")
    assert sheet.parameters == PARAMETERS
    assert "parameters of this sheet are not kept" in sheet.issues[0].message
    assert sheet.score.score is None


def test_measurements_that_do_not_count_are_said() -> None:
    book = EvidenceBook(PARAMETERS)
    other = (("amplitude_uv", "350"), ("filters", "1-70 Hz, notch off, causal"))
    book.put(Annotation("a", "high_amplitude_channel", 610.0, 0.2, ("F3-C3",), other, layer="ada"))
    book.put(Annotation("b", "high_amplitude_channel", 620.0, 0.2, ("C3-P3",), layer="ada"))
    sheet = book.sheet(KEY, "ada")
    assert sheet.is_high is None
    assert [issue.message for issue in sheet.issues] == [
        "A wave of F3-C3 was measured with other filters (1-70 Hz, notch off, causal) and is not counted.",
        "1 mark of high amplitude has no measured value and is not counted.",
    ]


# in any order

STEPS = st.lists(
    st.tuples(st.sampled_from(["spike", "none", "clear"]), st.integers(0, 299), st.sampled_from(["P4", "F3", "T7"])),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.randoms())
def test_a_book_depends_on_what_stands_and_not_on_the_way_there(steps: list[tuple[str, int, str]], random) -> None:  # type: ignore[no-untyped-def]
    """Records put and removed in any order make the sheet of a book that read them at once."""
    book = EvidenceBook(PARAMETERS)
    standing: dict[str, Annotation] = {}
    for state, number, focus in steps:
        name = f"{number}"
        if state == "clear":
            standing.pop(name, None)
            book.remove(name)
        else:
            standing[name] = bin_record(name, KEY, number, 1.0, (focus,), state, "hand", "ada")
            book.put(standing[name])
        book.sheet(KEY, "ada")  # what is kept of it must not go stale
    shuffled = list(standing.values())
    random.shuffle(shuffled)
    fresh = EvidenceBook(PARAMETERS)
    fresh.replace_all(shuffled)
    one, other = book.sheet(KEY, "ada"), fresh.sheet(KEY, "ada")
    assert one.bins == other.bins
    assert one.score == other.score


def test_withdrawing_evidence_restores_the_score(scoring: Scoring, review: Review) -> None:
    before = scoring.own(KEY)
    scoring.add_example(KEY, GMFS_TERM, Span(640.0, 641.0))
    scoring.measure(KEY, "C3-P3", 250.0, Span(641.0, 641.3))
    with_both = scoring.own(KEY).score
    for record in (*scoring.own(KEY).gmfs.examples, *(one.record for one in scoring.own(KEY).amplitudes)):
        scoring.withdraw(KEY, record.annotation_id)
    scoring.answer(KEY, "gmfs", "")
    assert scoring.own(KEY).score == before.score
    for _ in range(3):
        review.acts.undo()
    assert scoring.own(KEY).score == with_both


def test_the_layer_of_another_is_not_touched(
    scoring: Scoring, open_review: Callable[[str], Review], recording: Recording, parameters: ScaleParameters
) -> None:
    scoring.mark_bin(KEY, 7, ("P4",))
    other = Scoring(open_review("ben"), recording, parameters)
    other.mark_bin(KEY, 7, ("F3",))
    assert other.own(KEY).bins[7].foci == ("F3",)
    assert other.own(KEY).study_foci == ("F3",)
    assert scoring.own(KEY).bins[7].foci == ("P4",)


ODD = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "7",
        "٣",
        "²",
        "nan",
        "1e999",
        "600.000",
        "600",
        "spike",
        "none",
        "gmfs",
        "present",
        "based2021",
        "[]",
    ]
) | st.text(max_size=8)
NAMES = (
    "scale",
    "epoch",
    "bin",
    "state",
    "source",
    "page",
    "question",
    "value",
    "amplitude_uv",
    "filters",
    "parameters",
)
NAMES += ("committed", "score", "percent", "evidence", "seen")
records_of_any_kind = st.builds(
    Annotation,
    annotation_id=st.sampled_from(["a", "b", "c"]),
    term_id=st.sampled_from(sorted(EVIDENCE_TERMS)),
    onset_s=st.floats(-1e9, 1e9),
    duration_s=st.floats(0, 1e9),
    channels=st.lists(ODD, max_size=2).map(tuple),
    attributes=st.dictionaries(st.sampled_from(NAMES), ODD).map(lambda held: tuple(sorted(held.items()))),
    layer=st.sampled_from(["ada", "ben"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(records_of_any_kind, max_size=6))
def test_whatever_a_record_holds_it_is_read_or_passed_over(records: list[Annotation]) -> None:
    book = EvidenceBook(PARAMETERS)
    for record in records:
        book.put(record)
        assert described((Change(None, record),), str)
    for reader in ("ada", "ben"):
        for key in (KEY, *book.keys(reader)):
            sheet = book.sheet(key, reader)
            assert sheet_json(sheet)
            assert sheet_lines(sheet)
    assert all_lines(book, "ada") is not None
    for record in records:
        book.remove(record.annotation_id)
    assert not book.ids()
    assert book.readers() == ()
    assert book.issues("ada") == ()
