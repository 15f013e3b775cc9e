"""From studies to what is compared: who has read them, which seconds, epochs, events and answers count."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.read_studies import made_study, mark, spasm
from reports.score_sheets import made_sheet

from eegview.app.agreement.department import department_of
from eegview.app.agreement.event_units import matched_events
from eegview.app.agreement.numbers import AC1, COHEN, F1, FLEISS, ICC, WEIGHTED, TermNumbers
from eegview.app.agreement.report import report_of
from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.terms import Rules, term_named, terms_of
from eegview.app.agreement.units import TermUnits
from eegview.app.agreement.where import places_of, studies_of_both
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.agreement_numbers.patient_bootstrap import ONE_PATIENT
from eegview.clinical.stages import STAGES
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.span import Span

VOCABULARY = load_vocabulary()


def units(term_id: str, *studies: ReadStudy) -> TermUnits:
    return term_named(term_id, VOCABULARY).make(studies, Rules())


def value(term: TermUnits, key: str) -> float | None:
    found = report_of(term).number(key)
    assert found is not None
    return found.number.value


def test_spasms_are_matched_one_to_one():
    study = made_study([spasm(t, "ada") for t in (10, 30, 50)] + [spasm(t, "ben") for t in (10.4, 10.9, 31.5, 50.9)])
    term = units("spasm", study)
    assert value(term, F1) == pytest.approx(2 * 2 / (3 + 4))
    places = places_of(term, "ada", "ben")
    assert [(p.span.start_s, p.a_text, p.b_text) for p in places] == [
        (10.9, "not marked", "marked"),
        (30, "marked", "not marked"),
        (31.5, "not marked", "marked"),
    ]


def test_one_study_has_its_value_and_no_interval():
    found = report_of(units("spasm", made_study([spasm(10, "ada"), spasm(10, "ben"), spasm(99, "ben")]))).number(COHEN)
    assert found is not None
    assert found.number.value is not None
    assert not found.number.has_interval
    assert found.number.why_no_interval == ONE_PATIENT


def test_seconds_are_those_of_the_recording_that_both_had_on_the_screen():
    study = made_study(
        [spasm(10.5, "ada"), spasm(10.6, "ben"), spasm(500, "ben")],
        recorded=[Span(0, 300), Span(400, 600)],
        reviewed={"ada": [Span(0, 450)], "ben": [Span(5, 600)]},
    )
    rated = units("spasm", study).rated
    assert rated is not None
    assert sum(item.count for item in rated.items) == 295 + 50
    yes = [item for item in rated.items if "yes" in item.labels.values()]
    assert [(item.span.start_s, item.span.stop_s) for item in yes] == [(10, 12)]


def test_a_mark_outside_of_what_is_known_as_reviewed_was_read_all_the_same():
    study = made_study([spasm(200, "ada"), spasm(10, "ben")], reviewed={"ada": [Span(0, 100)], "ben": [Span(0, 600)]})
    term = units("spasm", study)
    assert term.rated is not None
    assert sum(item.count for item in term.rated.items) == 600  # ada has read elsewhere, too
    assert any("counts as read by ada;" in note for note in term.notes)
    assert [place.span.start_s for place in places_of(term, "ada", "ben")] == [10, 200]


def test_seconds_that_a_reader_marked_without_having_them_long_enough_are_not_read():
    study = made_study([spasm(500, "ada"), spasm(500, "ben")], reviewed={"ada": [Span(0, 400)], "ben": [Span(0, 600)]})
    rated = units("spasm", study).rated
    assert rated is not None
    assert sum(item.count for item in rated.items) == 400


def test_events_are_compared_in_what_both_readers_reviewed():
    reviewed = {"ada": [Span(0, 400)], "ben": [Span(200, 600)]}
    marks = [spasm(t, "ada") for t in (100, 250, 300, 199.5)] + [spasm(t, "ben") for t in (200.2, 250, 350, 500)]
    final = [spasm(t, "final") for t in (100, 250, 350, 500)]
    term = units("spasm", made_study([*marks, *final], reviewed=reviewed))
    assert value(term, F1) == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))  # 250, and 199.5 matched across the edge
    assert [(p.span.start_s, p.a_text) for p in places_of(term, "ada", "ben")] == [
        (300, "marked"),
        (350, "not marked"),
    ]
    against = {one.reader: {n.key: n.number for n in one.numbers} for one in report_of(term).against}
    assert against["ada"]["sensitivity"].value == pytest.approx(2 / 3)  # 100, 250; not 350; 500 was not read
    assert against["ada"]["precision"].value == pytest.approx(2 / 4)
    assert against["ben"]["sensitivity"].value == 1  # 250, 350, 500; 100 was not read
    assert any("inside what both readers of a pair had on the screen" in note for note in term.notes)


def test_readers_of_different_halves_have_nothing_to_compare():
    study = made_study(
        [spasm(100, "ada"), spasm(500, "ben")], reviewed={"ada": [Span(0, 300)], "ben": [Span(300, 600)]}
    )
    term = units("spasm", study)
    assert studies_of_both(term, "ada", "ben") == frozenset()
    assert places_of(term, "ada", "ben") == ()
    assert value(term, F1) is None
    assert department_of([study], [term]).cells == ()


def test_one_mark_does_not_make_somebody_a_reader_of_the_whole():
    marks = [spasm(10, "ada"), *(spasm(t, "ben") for t in (10, 200, 300, 400))]
    term = units("spasm", made_study(marks, reviewed={"ada": [Span(0, 60)], "ben": [Span(0, 600)]}))
    assert value(term, F1) == 1
    measured = term.measured
    assert measured is not None
    (item,) = measured.among(("ada", "ben"))
    assert item.values == {"ada": 1, "ben": 1}


def test_where_reviewed_time_is_not_known_all_that_was_recorded_counts_and_the_note_says_whose():
    term = units("spasm", made_study([spasm(10, "ada"), spasm(10, "ben")], reviewed={"ada": [Span(0, 600)]}))
    assert term.rated is not None
    assert sum(item.count for item in term.rated.items) == 600
    assert any("counts as read by ben" in note for note in term.notes)


def test_a_reader_who_found_nothing_has_read_the_study_if_they_signed_or_looked():
    marks = [spasm(10, "ada"), spasm(20, "ben")]
    silent = made_study(marks, reviewed={"eve": [Span(0, 100)]})
    looked = made_study(marks, reviewed={"eve": [Span(0, 400)]})
    signed = made_study(marks, signed=["eve"])
    assert silent.readers == ("ada", "ben")
    assert looked.readers == signed.readers == ("ada", "ben", "eve")
    assert report_of(units("spasm", signed), ("ada", "eve")).overall[0].number.value == 0  # F1


def test_the_final_layer_is_no_reader_and_each_is_held_against_it():
    study = made_study(
        [spasm(t, "ada") for t in (10, 30)]
        + [spasm(t, "ben") for t in (10, 70)]
        + [spasm(t, "final") for t in (10, 30, 50)]
    )
    report = report_of(units("spasm", study))
    assert report.readers == ("ada", "ben")
    against = {one.reader: {n.key: n.number.value for n in one.numbers} for one in report.against}
    assert against["ada"]["sensitivity"] == pytest.approx(2 / 3)
    assert against["ada"]["precision"] == 1
    assert against["ben"]["sensitivity"] == pytest.approx(1 / 3)
    assert against["ben"]["precision"] == pytest.approx(1 / 2)


def test_what_the_final_layer_doubts_counts_neither_way():
    study = made_study(
        [spasm(10, "ada"), spasm(30, "ada"), spasm(10, "final"), spasm(30, "final", certainty="possible")]
    )
    (ada,) = report_of(units("spasm", study)).against
    numbers = {one.key: one.number for one in ada.numbers}
    assert numbers["sensitivity"].value == 1
    assert numbers["precision"].value == 1
    assert numbers["sensitivity"].n_items == 1


def test_clusters_are_compared_by_their_first_spasm_and_their_number():
    first, second = [10, 20, 30], [200, 210, 220]
    study = made_study([spasm(t, "ada") for t in first + second] + [spasm(t, "ben") for t in first])
    term = units("cluster", study)
    assert value(term, F1) == pytest.approx(2 / 3)
    assert any("at least 3 spasms" in note for note in term.notes)


def test_answers_are_compared_where_both_marked_the_event_and_answered():
    study = made_study(
        [
            spasm(10, "ada", movement="flexor"),
            spasm(30, "ada", movement="mixed"),
            spasm(50, "ada", movement="flexor"),
            spasm(70, "ada"),
            spasm(10.2, "ben", movement="flexor"),
            spasm(30.2, "ben", movement="extensor"),
            spasm(70.2, "ben", movement="flexor"),
        ]
    )
    term = units("spasm_movement", study)
    assert term.rated is not None
    assert len(term.rated.items) == 2
    (place,) = places_of(term, "ada", "ben")
    assert (place.a_text, place.b_text, place.span.start_s) == ("mixed", "extensor", 30)


def test_the_answers_of_two_readers_do_not_depend_on_a_third_or_on_names():
    pair = [
        *(spasm(10.8, "ben", movement="flexor"), spasm(30.0, "ben", movement="mixed")),
        *(spasm(11.6, "eve", movement="extensor"), spasm(30.2, "eve", movement="mixed")),
    ]
    alone = units("spasm_movement", made_study(pair))
    for third in ("ada", "zoe", "final"):  # before and after their names; their first mark is near that of ben only
        more = [*pair, spasm(10.0, third, movement="flexor"), spasm(30.1, third, movement="mixed")]
        joined = units("spasm_movement", made_study(more))
        assert TermNumbers(joined).overall(("ben", "eve")) == TermNumbers(alone).overall(("ben", "eve"))
        assert TermNumbers(joined).main("eve", "ben").number.n_items == 2
        assert [p.span.start_s for p in places_of(joined, "ben", "eve")] == [10.8]
        numbers = {one.key: one.number for one in TermNumbers(joined).overall(("ben", "eve", third))}
        assert numbers[COHEN].n_items == 2 + 2 + 1  # of each pair its own


def test_certainty_is_a_scale_and_its_kappa_is_weighted():
    marks = []
    for t, a, b in ((10, "possible", "probable"), (30, "certain", "certain"), (50, "possible", "possible")):
        marks += [spasm(t, "ada", certainty=a), spasm(t, "ben", certainty=b)]
    term = units("spasm_certainty", made_study(marks))
    weighted, plain = value(term, WEIGHTED), value(term, COHEN)
    assert weighted is not None
    assert plain is not None
    assert weighted > plain


def test_hypsarrhythmia_is_compared_epoch_by_epoch():
    study = made_study(
        [
            mark("hypsarrhythmia", 0, "ada", 300, presence="present"),
            mark("hypsarrhythmia", 300, "ada", 300, presence="absent"),
            mark("hypsarrhythmia", 0, "ben", 400, presence="present"),
        ]
    )
    term = units("hypsarrhythmia", study)
    assert term.rated is not None
    assert sum(item.count for item in term.rated.items) == 13  # to 400 s: the epoch from 390 s has its middle at 405
    assert [(p.span.start_s, p.span.stop_s, p.count) for p in places_of(term, "ada", "ben")] == [(300, 390, 3)]


def test_stages_are_compared_at_the_middle_of_epochs():
    study = made_study(
        [mark("sleep_stage", 30 * k, "ada", 30, stage=s) for k, s in enumerate(("W", "N1", "N2", "N2", "?"))]
        + [mark("sleep_stage", 30 * k, "ben", 30, stage=s) for k, s in enumerate(("W", "N2", "N2", "N2", "N2"))]
    )
    term = units("sleep_stage", study)
    assert term.rated is not None
    assert term.rated.classes == STAGES
    assert value(term, "alike") == pytest.approx(3 / 4)


def test_a_study_staged_in_epochs_of_20_s_is_compared_in_these():
    def study(epoch_s: float, patient: str = "P1"):
        return made_study(
            [mark("sleep_stage", 20 * k, "ada", 20, stage=s) for k, s in enumerate(("W", "N1", "N2", "N3", "R", "N2"))]
            + [
                mark("sleep_stage", 20 * k, "ben", 20, stage=s)
                for k, s in enumerate(("W", "N2", "N2", "N3", "W", "N2"))
            ],
            patient,
            epoch_s=epoch_s,
        )

    term = units("sleep_stage", study(20))
    assert term.rated is not None
    assert term.rated.noun == "epochs of 20 s"
    assert value(term, "alike") == pytest.approx(4 / 6)
    assert [(p.span.start_s, p.span.stop_s) for p in places_of(term, "ada", "ben")] == [(20, 40), (80, 100)]
    both = units("sleep_stage", study(20), study(30, "P2"))
    assert both.rated is not None
    assert both.rated.noun == "epochs of 20 or 30 s"
    assert sum(item.count for item in both.rated.items) == 6 + 4
    assert both.notes[0].startswith("Epochs of 20 or 30 s from the start of the recording")


def test_fleiss_and_ac1_of_two_readers_do_not_change_when_others_read_too():
    a, b = ("W", "N1", "N2", "N2", "N3", "N2"), ("W", "N2", "N2", "N2", "N3", "N3")

    def staged(reader: str, stages: Sequence[str], first: int = 0) -> list[Annotation]:
        return [mark("sleep_stage", 30 * (first + k), reader, 30, stage=s) for k, s in enumerate(stages)]

    pair = [*staged("ada", a), *staged("ben", b), *staged("ada", "RRRR", 6)]  # of the last four ben said nothing
    alone = TermNumbers(units("sleep_stage", made_study(pair))).overall(("ada", "ben"))
    others = [*staged("eve", "RRRRRRRRRA"), *staged("final", "RRRRRRRRRR")]
    joined = TermNumbers(units("sleep_stage", made_study([*pair, *others]))).overall(("ada", "ben"))
    assert joined == alone
    found = {one.key: one.number for one in joined}
    observed = 4 / 6
    shares = (2 / 12, 1 / 12, 6 / 12, 3 / 12)  # W, N1, N2, N3
    by_chance = sum(share**2 for share in shares)
    assert found[FLEISS].value == pytest.approx((observed - by_chance) / (1 - by_chance))
    by_guess = sum(share * (1 - share) for share in shares) / (len(STAGES) - 1)
    assert found[AC1].value == pytest.approx((observed - by_guess) / (1 - by_guess))
    assert found[AC1].n_items == 6


def test_scores_are_compared_where_both_committed_one():
    def sheet(reader: str, score: int, bins: range):
        return made_sheet(
            dict.fromkeys(bins, ("P4",)),
            20,
            reader,
            committed_utc="2026-01-01T00:00:00Z",
            committed_score=score,
        )

    study = made_study([], sheets=[sheet("ada", 3, range(10)), sheet("ben", 4, range(5))], duration_s=1200)
    report = report_of(units("based_score", study))
    assert {one.key for one in report.overall} == {WEIGHTED, COHEN, FLEISS, AC1, "alike", ICC}
    assert all(not one.number.has_interval for one in report.overall)
    bins = units("based_bins", study)
    assert value(bins, "alike") == pytest.approx(295 / 300)
    foci = units("based_foci", study)
    assert value(foci, "alike") == 1
    assert len(places_of(bins, "ada", "ben")) == 5


def test_several_studies_of_one_infant_are_one_patient():
    studies = [made_study([spasm(10, "ada"), spasm(10, "ben")], patient=f"P{n // 2}") for n in range(24)]
    found = report_of(units("spasm", *studies)).number(COHEN)
    assert found is not None
    assert found.number.n_patients == 12


def test_counts_have_a_correlation():
    studies = [
        made_study(
            [spasm(20 * k, "ada") for k in range(1 + n)] + [spasm(20 * k, "ben") for k in range(1 + n + n % 2)], f"P{n}"
        )
        for n in range(12)
    ]
    found = report_of(units("spasm", *studies)).number(ICC)
    assert found is not None
    assert found.number.n_items == 12
    assert found.number.has_interval
    assert (found.number.value or 0) > 0.9


def test_a_term_that_nobody_marked_has_nothing_to_compare():
    term = units("seizure", made_study([spasm(10, "ada"), spasm(10, "ben")]))
    assert term.layers == ()
    assert report_of(term).overall == ()


def test_a_term_that_is_not_known_is_refused_with_those_that_are():
    with pytest.raises(UsageError) as refused:
        term_named("spsm", VOCABULARY)
    assert "spasm, cluster" in refused.value.advice


def test_every_term_can_be_made_of_no_study_at_all():
    for term in terms_of(VOCABULARY):
        assert term.make((), Rules()).layers == ()


onsets = st.lists(st.floats(0, 100).map(lambda t: round(t, 2)), max_size=8)


@given(onsets, onsets, onsets)
def test_each_mark_is_in_one_event_and_no_event_has_two_of_a_reader(a: list[float], b: list[float], c: list[float]):
    by_reader = {name: [spasm(t, name) for t in times] for name, times in (("a", a), ("b", b), ("c", c))}
    events = matched_events(by_reader, 1.0)
    marks = [mark for event in events for mark in event.values()]
    assert len(marks) == len(a) + len(b) + len(c)
    assert len({mark.annotation_id for mark in marks}) == len(marks)
    assert all(mark.layer == reader for event in events for reader, mark in event.items())


@given(onsets, onsets)
def test_numbers_of_two_readers_do_not_know_their_order(a: list[float], b: list[float]):
    one, other = (
        made_study([*(spasm(t, x) for t in a), *(spasm(t, y) for t in b)], signed=["ada", "ben"])
        for x, y in (("ada", "ben"), ("ben", "ada"))
    )
    first, second = (
        {named.key: named.number.value for named in TermNumbers(units("spasm", study)).overall()}
        for study in (one, other)
    )
    assert first.keys() == second.keys()
    for key in first:
        assert first[key] == pytest.approx(second[key]), key
