"""Studies of one infant compared: order, markers by state with repeat errors, blindness, and the response."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, MemorySource
from reports.score_sheets import made_sheet
from trends.made_trends import made_table

from eegview.app.response import measures
from eegview.app.response.comparison import Comparison, compare
from eegview.app.response.comparison_table import comparison_json, comparison_lines, comparison_rows
from eegview.app.response.marker_row import score_row
from eegview.app.response.markers import SPIKE_COUNT_NOTE, TREND_MARKERS
from eegview.app.response.scored_epochs import ScoredEpoch
from eegview.app.response.state_epochs import WHOLE
from eegview.app.response.study_facts import StudyFacts, gather_facts
from eegview.app.review.coverage import DisplayState, ReviewedTime, Seen
from eegview.app.trends.table import TrendTable
from eegview.clinical.response_state import ResponseStatus
from eegview.dsp.trends.block import TrendColumn
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UsageError
from eegview.model.patient import PatientFacts
from eegview.model.recording import Recording
from eegview.model.report.link import Place, parse_link
from eegview.model.span import Span
from eegview.model.study.records import DIARY_TERM, TREATMENT_TERM, study_record
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import counted_day, held_diary
from eegview.model.treatment.treatment import Treatment, held_treatment

LENGTH_S = 7200.0
MARCH_2, MARCH_17 = datetime(2020, 3, 2, 21), datetime(2020, 3, 17, 21)
AS_OF = AsOf.now(MARCH_17)


class OfPatient(MemorySource):
    """A recording whose file names a patient."""

    patient = PatientFacts()


def recording(fingerprint: str, started_at: datetime | None, segments: Sequence[Span] = ()) -> Recording:
    channels = tuple(Channel(k, n, n, ChannelKind.EEG, 128.0) for k, n in enumerate(SCALP_10_20))
    return Recording("a.edf", "EDF", channels, tuple(segments) or (Span(0.0, LENGTH_S),), started_at, fingerprint)


def source(held: Recording, patient: PatientFacts | None = None) -> OfPatient:
    found = OfPatient.__new__(OfPatient)
    found.recording, found.patient = held, patient or PatientFacts()  # type: ignore[misc]
    return found


def mark(term: str, onset_s: float, duration_s: float = 1.0, *, layer: str = "me", **attributes: str) -> Annotation:
    held = tuple(sorted(attributes.items()))
    return Annotation(f"{term}-{onset_s:g}-{layer}", term, onset_s, duration_s, (), held, layer=layer)


def stages(*bouts: tuple[float, float, str]) -> list[Annotation]:
    return [mark("sleep_stage", a, b - a, stage=stage) for a, b, stage in bouts]


SLEEP = stages((0, 1800, "W"), (1800, 5400, "N2"), (5400, 6000, "R"), (6000, 7200, "W"))


def table(scale: float, length_s: float = LENGTH_S, seed: int = 1, definition: str = "") -> TrendTable:
    """Return trends whose epochs vary by a tenth; in N2 they are twice as high."""
    ids = dict.fromkeys([marker.column_id for marker in TREND_MARKERS] + ["artifact"])
    columns = tuple(TrendColumn(name, name, "µV", 2.0, definition or f"How {name} is computed.") for name in ids)
    made = made_table(length_s, columns)
    rng = np.random.default_rng(seed)
    times_s = np.arange(len(made.values("mgfp"))) * 2.0
    is_n2 = (times_s >= 1800) & (times_s < 5400)
    arrays = {}
    for name in ids:
        noise = 1 + 0.1 * rng.normal(size=len(times_s))
        arrays[name] = (scale * np.where(is_n2, 2.0, 1.0) * noise).astype(np.float32)
    arrays["artifact"] = np.zeros(len(times_s), np.float32)
    return replace(made, arrays=arrays)


def study(
    fingerprint: str,
    started_at: datetime | None,
    marks: Iterable[Annotation] = (),
    trends: TrendTable | None = None,
    patient: PatientFacts | None = None,
    viewer: str = "me",
    is_reviewed: bool = True,
) -> StudyFacts:
    seen = Seen(Span(0.0, LENGTH_S), DisplayState(10.0, "longitudinal_bipolar", ""))
    reviewed = {viewer: ReviewedTime([seen])} if is_reviewed else None
    return gather_facts(
        source(recording(fingerprint, started_at), patient), tuple(marks), trends, viewer, None, reviewed
    )


def spasms(onsets_s: Iterable[float], layer: str = "me", **held: str) -> list[Annotation]:
    return [mark("spasm", onset_s, 1.0, layer=layer, **held) for onset_s in onsets_s]


CLUSTERED = [start_s + 8.0 * k for start_s in range(200, 7000, 800) for k in range(6)]


@pytest.fixture(scope="module")
def before() -> StudyFacts:
    forms = [mark("hypsarrhythmia", 2000, 300, presence="present", state="nrem", pattern="classic")]
    treated = Treatment("t", "Prednisolone", TreatmentDay(date(2020, 3, 3)), None, 40.0, "mg/day")
    at_utc = "2026-01-01T12:00:00+00:00"
    said = [study_record(TREATMENT_TERM, "t", at_utc, held_treatment(treated), "me")]
    for n in range(-1, 15):
        day = TreatmentDay(date(2020, 3, 3) + timedelta(days=n))
        said.append(
            study_record(DIARY_TERM, day.stored, at_utc, held_diary(counted_day(day, 10 - n if n < 10 else 0)), "me")
        )
    found = study("a" * 8, MARCH_2, [*SLEEP, *spasms(CLUSTERED), *forms, *said], table(100.0))
    return replace(found, scores=(scored("me", 5, 11), scored("bob", 4, 9)), age_days=183.0)


@pytest.fixture(scope="module")
def after() -> StudyFacts:
    forms = [mark("hypsarrhythmia", 2000, 300, presence="absent", state="nrem")]
    spindles = [mark("spindles", 2000.0 + 10 * k, presence="present") for k in range(120)]
    found = study("b" * 8, MARCH_17, [*SLEEP, *forms, *spindles], table(30.0, seed=2))
    return replace(found, scores=(scored("me", 2, 2), scored("bob", 2, 2)), age_days=198.0)


def scored(reader: str, score: int, n_bins: int) -> ScoredEpoch:
    foci = {15 * page + k: ("P4", "O2", "C3")[: 1 + k % 3] for page in range(20) for k in range(n_bins)}
    sheet = made_sheet(
        foci, 20, reader, committed_utc="2026-01-01T12:00:00+00:00", committed_score=score, has_record=True
    )
    return ScoredEpoch(sheet, "BASED 2021")


@pytest.fixture(scope="module")
def pair(before: StudyFacts, after: StudyFacts) -> Comparison:
    return compare([after, before], AS_OF)


def test_studies_stand_by_date_with_age_and_day_of_treatment(pair: Comparison) -> None:
    assert [study.fingerprint[0] for study in pair.studies] == ["a", "b"]
    assert [study.age_weeks for study in pair.studies] == [26, 28]
    assert pair.treatment_days == (-1, 14)
    assert "The studies are listed in the order in which they were recorded." in pair.notes
    assert SPIKE_COUNT_NOTE in pair.notes
    assert not any("patient" in warning for warning in pair.warnings)


def test_trends_are_compared_in_one_state_with_their_repeat_error(pair: Comparison) -> None:
    assert (pair.state, pair.state_note) == ("N2", "")
    row = pair.row("reeg_posterior")
    assert row is not None
    assert row.label == "Median rEEG, posterior, N2"
    first, last = row.values
    assert first.value == pytest.approx(200, rel=0.02)
    assert last.value == pytest.approx(60, rel=0.04)
    # 120 epochs of N2, without those in which a spasm of a cluster begins
    assert first.n == sum(pair.studies[0].epochs.states[n] == "N2" for n in pair.studies[0].epochs.numbers(WHOLE))
    assert last.n == 120
    assert first.n < 120
    assert row.change == pytest.approx(-140, rel=0.04)
    assert row.change_text in ("−69 %", "−70 %")
    assert row.repeat_error is not None
    assert row.exceeds_repeat_error is True
    assert first.low is not None
    assert first.high is not None
    assert first.value is not None
    assert first.low < first.value < first.high
    assert first.link is not None
    reopened = parse_link(first.link.url)
    assert (reopened.fingerprint, reopened.place) == ("a" * 8, Place.TRENDS)
    assert pair.studies[0].epochs.states[round(reopened.span.start_s / 30)] == "N2"


def test_no_change_does_not_exceed_it(before: StudyFacts) -> None:
    again = study("c" * 8, MARCH_17, SLEEP, table(100.0, seed=9))
    row = compare([before, again], AS_OF).row("mgfp")
    assert row is not None
    assert row.exceeds_repeat_error is False
    assert row.change is not None


def test_rates_know_of_clusters_and_none_seen_has_a_limit(pair: Comparison) -> None:
    row = pair.row("spasms_per_hour")
    assert row is not None
    first, last = row.values
    assert first.value == pytest.approx(len(CLUSTERED) / 2)
    assert (last.value, last.low, last.high) == (0.0, None, None)
    assert "runs of spasms per hour" in last.interval_method
    assert "limit of runs" in row.repeat_method
    assert row.note == "Per hour reviewed."
    assert row.exceeds_repeat_error is True
    assert first.link is not None
    assert len(first.link.marks) == len(CLUSTERED)
    clusters = pair.row("clusters_per_hour")
    assert clusters is not None
    assert clusters.values[0].n == 9
    free = pair.row("longest_free_min")
    assert free is not None
    assert [value.value for value in free.values] == [pytest.approx(759 / 60), 120.0]
    assert free.exceeds_repeat_error is None


def test_no_spasm_is_not_said_where_nobody_read(before: StudyFacts) -> None:
    unread = study("c" * 8, MARCH_17, SLEEP, table(30.0), is_reviewed=False)
    row = compare([before, unread], AS_OF).row("spasms_per_hour")
    assert row is not None
    assert "nothing says that the recording was read" in row.values[1].missing
    assert row.change is None
    assert row.note == "Per hour recorded."
    seen = ReviewedTime([Seen(Span(0.0, 90.0), DisplayState(10.0, "longitudinal_bipolar", ""))])
    glanced = gather_facts(source(recording("e" * 8, MARCH_17)), SLEEP, None, "me", None, {"me": seen})
    beside = gather_facts(source(recording("d" * 8, MARCH_17)), spasms([300.0, 309.0]), None, "me", None, {"me": seen})
    row = compare([before, beside], AS_OF).row("spasms_per_hour")
    assert row is not None
    assert row.values[1].value == 1.0  # two in two hours, not none in a minute and a half
    assert row.note == "Per hour recorded: 2 marked spasms lie in time that was not reviewed."
    why = "No spasm is marked, and only 2 of 120 min were reviewed."
    assert measures.spasm_rate(glanced, by_reviewed=False)[0].missing == why
    assert measures.cluster_rate(glanced, by_reviewed=False)[0].missing == why
    assert measures.longest_free(glanced).missing == why
    value, estimate = measures.spasm_rate(glanced, by_reviewed=True)  # of so little its limit says enough
    assert estimate is not None
    assert value.value == 0
    assert estimate.run_limit is not None
    assert estimate.run_limit > 50


def test_scores_stand_by_reader_and_their_error_is_that_between_readers(pair: Comparison) -> None:
    mine, bobs = pair.row("score:me"), pair.row("score:bob")
    assert mine is not None
    assert bobs is not None
    assert (mine.label, mine.change_text, mine.repeat_error, mine.exceeds_repeat_error) == (
        "BASED 2021 (me)",
        "−3",
        1,
        True,
    )
    assert bobs.change == -2
    bins = pair.row("spike_bins:me")
    assert bins is not None
    assert bins.values[0].text == "73 %"
    assert bins.change_text == "−60 % points"
    foci = pair.row("foci:me")
    assert foci is not None
    assert [value.value for value in foci.values] == [3, 2]
    alone = compare([replace(one, scores=one.scores[:1]) for one in pair.studies], AS_OF).row("score:me")
    assert alone is not None
    assert (alone.repeat_error, alone.exceeds_repeat_error) == (None, None)
    assert "not measured" in alone.repeat_method
    same = score_row(mine.marker, mine.values, 0.0)
    assert (same.repeat_error, same.exceeds_repeat_error) == (None, None)  # any change would exceed ± 0
    assert "agree" in same.repeat_method


def test_an_interval_holds_nothing_that_cannot_be(before: StudyFacts) -> None:
    swinging = table(100.0)
    swinging.values("reeg_median_posterior")[: int(LENGTH_S / 4)] *= 0.01
    calm = study("d" * 8, MARCH_17, stages((0, 7200, "N2")), swinging)
    posterior = next(marker for marker in TREND_MARKERS if marker.marker_id == "reeg_posterior")
    found, measured = measures.trend_value(calm, posterior, "N2")
    assert measured is not None
    assert measured.interval is not None
    assert measured.interval[0] < 0
    assert found.low == 0.0
    lines = comparison_lines(compare([before, calm], AS_OF))
    line = next(one for one in lines if one.startswith("Median rEEG, posterior"))
    assert "µV (" in line  # the change stands in the unit of its repeat error


def test_what_is_not_assessed_is_said(pair: Comparison) -> None:
    spindles = pair.row("spindles_per_min")
    assert spindles is not None
    assert "not assessed" in spindles.values[0].missing
    assert spindles.values[1].text == "2.0 / min"
    form = pair.row("hypsarrhythmia:nrem")
    assert form is not None
    assert [value.text for value in form.values] == ["present", "absent"]
    sleep = pair.row("sleep_captured_min")
    assert sleep is not None
    assert sleep.values[0].value == 70
    bare = compare([study("c" * 8, MARCH_2), study("d" * 8, MARCH_17)], AS_OF)
    read = ("spasms_per_hour", "clusters_per_hour", "longest_free_min")
    rest = [row for row in bare.rows if row.marker.marker_id not in read]
    assert all(value.is_missing for row in rest for value in row.values)
    assert bare.state == WHOLE
    assert "no staged state in common" in bare.state_note


def test_the_response_is_of_diary_and_both_studies(pair: Comparison) -> None:
    response = pair.response
    assert response.clinical.status is ResponseStatus.PROVISIONAL
    assert response.clinical.earliest_date == date(2020, 4, 9)
    assert response.electroclinical.status is ResponseStatus.PROVISIONAL
    assert response.electrographic.status is ResponseStatus.MET
    assert "based2021-a" in response.electrographic.text


def test_a_spasm_after_midnight_is_of_the_day_it_was_recorded_on(before: StudyFacts, after: StudyFacts) -> None:
    late = replace(after, recording=recording("b" * 8, datetime(2020, 3, 16, 23, 30)))
    with_spasm = study("b" * 8, datetime(2020, 3, 16, 23, 30), [*SLEEP, *spasms([3600.0])], table(30.0))
    hidden = study(
        "b" * 8, datetime(2020, 3, 16, 23, 30), spasms([3600.0], clinical="electrographic_only"), table(30.0)
    )
    assert compare([before, late], AS_OF).response.clinical.last_spasm_day == date(2020, 3, 12).toordinal()
    assert compare([before, with_spasm], AS_OF).response.clinical.last_spasm_day == date(2020, 3, 17).toordinal()
    assert compare([before, hidden], AS_OF).response.clinical.last_spasm_day == date(2020, 3, 12).toordinal()


def test_studies_without_a_date_stand_as_given(before: StudyFacts) -> None:
    undated = study("c" * 8, None, SLEEP, table(30.0))
    found = compare([undated, before], AS_OF)
    assert [one.fingerprint[0] for one in found.studies] == ["c", "a"]
    assert any("1 of 2 recordings has no date" in note for note in found.notes)
    assert found.treatment_days == (None, -1)


def test_two_patients_are_warned_of_once_and_the_ids_are_nowhere() -> None:
    studies = [study("c" * 8, MARCH_2, patient=PatientFacts(code="SECRET-1")),
               study("d" * 8, MARCH_17, patient=PatientFacts(code="SECRET-2")),
               study("e" * 8, MARCH_17, patient=PatientFacts(code="secret-1"))]  # fmt: skip
    found = compare(studies, AS_OF)
    assert sum("different patient IDs" in warning for warning in found.warnings) == 1
    assert "SECRET" not in repr(comparison_json(found)) + "".join(comparison_lines(found)) + repr(found.studies)


@pytest.mark.parametrize(("fingerprints", "sentence"), [
    ("a", "One study alone"), ("abcdefg", "At most 6"), ("aba", "given twice"),
])  # fmt: skip
def test_how_many_studies(fingerprints: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        compare([study(name * 8, MARCH_2) for name in fingerprints], AS_OF)


def test_six_studies_in_a_row(before: StudyFacts) -> None:
    later = [study(name * 8, MARCH_17 + timedelta(days=7 * k), SLEEP, table(100.0 - 15 * k, seed=k))
             for k, name in enumerate("bcdef")]  # fmt: skip
    found = compare([before, *later], AS_OF)
    row = found.row("mgfp")
    assert row is not None
    assert len(row.values) == len(row.changes) == 6
    assert row.changes[0] == 0
    assert row.change == row.changes[-1]
    cells = comparison_rows(found)
    assert len({len(line) for line in cells}) == 1


def test_a_state_that_one_study_lacks_is_replaced_by_one_that_all_have(before: StudyFacts) -> None:
    awake = study("c" * 8, MARCH_17, stages((0, 3600, "W"), (3600, 3900, "N2")), table(30.0))
    found = compare([before, awake], AS_OF)
    assert found.state == "W"
    assert "N2" in found.state_note
    assert compare([before, awake], AS_OF, WHOLE).state == WHOLE
    short = study("d" * 8, MARCH_17, stages((0, 240, "N2"), (240, 300, "R")), table(30.0))
    few = compare([before, short], AS_OF)
    assert few.state == "N2"
    assert few.state_note == "One study has only 8 epochs of N2; 16 are needed for a repeat error."
    row = few.row("mgfp")
    assert row is not None
    assert (row.repeat_error, row.exceeds_repeat_error) == (None, None)
    assert "8 epochs" in row.repeat_method
    assert found.states[0] == "W"


def test_trends_that_are_defined_otherwise_are_not_compared(before: StudyFacts) -> None:
    other = study("c" * 8, MARCH_17, SLEEP, table(30.0, definition="Of other rows."))
    row = compare([before, other], AS_OF).row("sef95")
    assert row is not None
    assert all("Not compared: it is measured" in value.missing for value in row.values)


def test_epochs_with_artifact_and_in_gaps_are_left_out(after: StudyFacts) -> None:
    trends = after.trends
    assert trends is not None
    artifact = trends.values("artifact").copy()
    artifact[900:1350] = 80.0  # 1800 to 2700 s
    dirty = replace(trends, arrays={**trends.arrays, "artifact": artifact})
    gapped = recording("c" * 8, MARCH_17, (Span(0.0, 2705.0), Span(3000.0, LENGTH_S)))
    found = gather_facts(source(gapped), SLEEP, dirty, "me")
    assert found.epochs.n_artifact == 30
    assert found.epochs.numbers("N2")[0] == 100  # 3000 s: the epoch that is cut by the gap is none
    assert len(found.epochs.numbers("N2")) == 80


def test_the_final_layer_is_counted_before_ones_own() -> None:
    facts = study("c" * 8, MARCH_2, [*spasms([100.0]), *spasms([50.0, 100.0], FINAL_LAYER)])
    assert (facts.layer, facts.spasms.n_total) == (FINAL_LAYER, 2)


def test_json_and_table_hold_each_marker_with_its_definition(pair: Comparison) -> None:
    import json

    held = json.loads(json.dumps(comparison_json(pair), allow_nan=False))
    assert [study["treatment_day"] for study in held["studies"]] == [-1, 14]
    assert held["treatment"]["day_0"] == "2020-03-03"
    assert {"clinical", "electroclinical", "electrographic"} < set(held["response"])
    assert "verdict" not in held
    for row in held["markers"]:
        assert row["definition"]
        assert row["source"]
        assert row["repeat_method"]
        for value in row["values"]:
            assert value.get("missing") or (value["text"] and value["link"].startswith("eegview:"))
    titles, *rows = comparison_rows(pair)
    by_id = {row[0]: dict(zip(titles, row, strict=True)) for row in rows}
    assert by_id["mgfp"]["exceeds_repeat_error"] == "yes"
    assert by_id["hypsarrhythmia:nrem"]["study_2"] == "absent"
    lines = "\n".join(comparison_lines(pair))
    assert "Prednisolone 40 mg/day, day 0 (3 Mar 2020) on" in lines
    assert "9 Apr 2020" in lines
