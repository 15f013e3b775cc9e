"""A score is explained by what such scores were worth in tests, and by nothing where nobody counted."""

from dataclasses import replace
from pathlib import Path

import pytest
from recordings.memory_source import make_channels, make_recording

from eegview.app.suggestions.score_meaning import (
    NOT_CALIBRATED,
    NOT_INSTALLED,
    RecordedHere,
    ScoreMeanings,
    counted_text,
    holds,
    meaning_of,
    recorded_in,
)
from eegview.detect.manifest import CalibrationBin, InputNeeds, Manifest, Need, Parameter, ParameterType
from eegview.model.channel import ChannelKind
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm

MADE = "simulated infants and made-up spasms on real EEG – not real spasms"
ROW = CalibrationBin(0.65, 0.75, 48, 31, MADE)
PARAMETERS = (
    Parameter("minimum_score", "Minimum score", ParameterType.NUMBER, 0.5),
    Parameter("examples", "Accepted spasms", ParameterType.TEXT, ""),
)
MANIFEST = Manifest(
    "spasms",
    "Epileptic spasms",
    "1.2.0",
    "",
    Path(),
    terms=("spasm", "arousal"),
    parameters=PARAMETERS,
    input=InputNeeds(kinds=((ChannelKind.EMG, Need.OPTIONAL),)),
    calibration=(ROW, CalibrationBin(0.75, 0.9, 0, 0, MADE), CalibrationBin(0.9, 1.0, 1, 1, MADE)),
)
SET = (("examples", ""), ("minimum_score", "0.1"))
RUN = DetectorRun("r", "f", "spasms", "Spasms", "1.2.0", "c" * 64, SET, Span(0, 60), "", "ann", RunEnd.DONE)
WHOLE = RecordedHere(has_emg=True, n_electrodes=19)


def spasm(score: float, *names: str) -> Detection:
    return Detection(0, 1.0, 1.0, "spasm", score, terms=tuple(ScoreTerm(name, 1.0) for name in names))


def test_a_score_says_how_many_such_were_true_with_interval_and_data() -> None:
    meaning = meaning_of(RUN, spasm(0.7), MANIFEST, WHOLE)
    assert meaning.whole == (
        "Score 0.70: of 48 suggestions scored 0.65–0.75 in tests, 31 were true (65 %, 50–77 %; simulated infants and "
        "made-up spasms on real EEG – not real spasms)."
    )
    assert meaning.line == "True in tests: 65\u00a0% (50–77\u00a0%)"
    assert "1 suggestion scored 0.90–1.00 in tests, 1 was true" in meaning_of(RUN, spasm(1.0), MANIFEST).text
    assert "none were true (0 %, 0–" in counted_text(replace(ROW, n_true=0))


def test_ranges_hold_their_start_and_only_the_last_its_end() -> None:
    assert [holds(ROW, score) for score in (0.6499, 0.65, 0.7499, 0.75)] == [False, True, True, False]
    assert holds(MANIFEST.calibration[2], 1.0)


@pytest.mark.parametrize(
    ("manifest", "score", "term_id", "text"),
    [
        (replace(MANIFEST, calibration=()), 0.7, "spasm", NOT_CALIBRATED),
        (MANIFEST, 0.7, "arousal", NOT_CALIBRATED),  # only the first term was counted
        (None, 0.7, "spasm", NOT_INSTALLED),
        (MANIFEST, 0.8, "spasm", "Score 0.80: no suggestion of the tests had such a score"),
        (MANIFEST, 0.2, "spasm", "Score 0.20: no suggestion of the tests had such a score"),
        (replace(MANIFEST, version="1.3.0"), 0.7, "spasm", "The scores of version 1.2.0 have not been calibrated"),
    ],
)
def test_where_nobody_counted_it_says_so(manifest: Manifest | None, score: float, term_id: str, text: str) -> None:
    meaning = meaning_of(RUN, replace(spasm(score), term_id=term_id), manifest, WHOLE)
    assert meaning.whole.startswith(text)
    assert not meaning.short


def test_outside_of_what_was_tested_it_says_that_it_may_not_hold() -> None:
    run = replace(RUN, outside=("The infant's age is not known; made for 1–36 months.",))
    run = replace(run, parameters=(("examples", "1.0, 2.0"), ("minimum_score", "0.1")))
    meaning = meaning_of(run, spasm(0.7), MANIFEST, replace(WHOLE, n_electrodes=9))
    assert meaning.whole.endswith(
        "It may not hold here: The infant's age is not known; made for 1–36 months. "
        "Only 9 of the 19 electrodes of the 10–20 system were recorded. Not at its default: “Accepted spasms”."
    )
    assert meaning.line.endswith("may not hold here")


def test_figures_of_recordings_with_emg_do_not_hold_without() -> None:
    with_emg, without = replace(ROW, data="seeds 1–20, limb EMG"), replace(ROW, n_true=20, data="made up, no limb EMG")
    both = replace(MANIFEST, calibration=(with_emg, without))
    lacking = RecordedHere(has_emg=False, n_electrodes=19)
    assert [c for c in ("31 were", "20 were") if c in meaning_of(RUN, spasm(0.7), both, WHOLE).whole] == ["31 were"]
    assert [c for c in ("31 were", "20 were") if c in meaning_of(RUN, spasm(0.7), both, lacking).whole] == ["20 were"]
    # a channel that is flat: the detector itself says that it had none
    said = meaning_of(RUN, spasm(0.7, "baseline score, without limb EMG"), both, WHOLE)
    assert "20 were" in said.whole
    assert not said.doubts
    only_with = replace(MANIFEST, calibration=(with_emg,))
    doubts = meaning_of(RUN, spasm(0.7), only_with, lacking).doubts
    assert doubts == ("There is no limb EMG; the recordings of the tests had it.",)
    only_without = replace(MANIFEST, calibration=(without,))
    doubts = meaning_of(RUN, spasm(0.7), only_without, WHOLE).doubts
    assert doubts == ("There is limb EMG; the recordings of the tests had none.",)
    wider = replace(without, score_from=0.0, score_to=0.65)  # of the others: no figure for what these have none for
    mixed = replace(MANIFEST, calibration=(with_emg, wider))
    assert "no suggestion of the tests had such a score" in meaning_of(RUN, spasm(0.2), mixed, WHOLE).whole


def test_a_recording_says_what_it_has() -> None:
    eeg = make_channels(("Fp1-F7", "F7-T7", "C3", "A1"))
    emg = make_channels(("EMG1",), kind=ChannelKind.EMG, first_index=4)
    assert recorded_in(make_recording((*eeg, *emg))) == RecordedHere(has_emg=True, n_electrodes=4)
    assert recorded_in(make_recording(eeg)) == RecordedHere(has_emg=False, n_electrodes=4)


def test_nothing_is_said_while_it_is_not_known_which_detectors_there_are() -> None:
    assert ScoreMeanings().of(RUN, spasm(0.7)).whole == ""
    assert ScoreMeanings({}).of(RUN, spasm(0.7)).whole == NOT_INSTALLED
    assert "31 were true" in ScoreMeanings({"spasms": MANIFEST}, WHOLE).of(RUN, spasm(0.7)).whole
