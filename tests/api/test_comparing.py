"""Events compared from Python: tables, MNE's annotations and files give the same."""

import math
from pathlib import Path

import mne
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.python_study import fill_library

import eegview
from eegview.model.errors import UsageError

onsets = st.lists(st.integers(0, 600), max_size=30, unique=True).map(lambda found: [at * 3.0 for at in sorted(found)])


def events(*onsets_s: float, **more: object) -> pd.DataFrame:
    return pd.DataFrame({"onset_s": pd.Series(onsets_s, dtype=float), "duration_s": 1.0, **more})


@given(onsets)
def test_a_table_agrees_with_itself_entirely(onsets_s: list[float]) -> None:
    found = eegview.compare(events(*onsets_s), events(*onsets_s))
    assert (found.tp, found.fn, found.fp) == (len(onsets_s), 0, 0)
    assert found.f1 == (1.0 if onsets_s else None)


@given(onsets, onsets)
def test_who_is_the_reference_only_swaps_missed_and_false(first: list[float], second: list[float]) -> None:
    one, other = eegview.compare(events(*first), events(*second)), eegview.compare(events(*second), events(*first))
    assert (one.tp, one.fn, one.fp) == (other.tp, other.fp, other.fn)
    assert (one.sensitivity, one.precision) == (other.precision, other.sensitivity)
    assert len(one.events()) == one.tp + one.fn + one.fp


@given(onsets, onsets)
def test_annotations_of_mne_are_events_too(first: list[float], second: list[float]) -> None:
    def noted(onsets_s: list[float]) -> mne.Annotations:
        return mne.Annotations(onsets_s, [1.0] * len(onsets_s), ["spasm"] * len(onsets_s))

    tables = eegview.compare(events(*first), events(*second))
    assert eegview.compare(noted(first), noted(second)).events().equals(tables.events())


def test_a_file_is_the_same_as_its_table(recording: Path, tmp_path: Path) -> None:
    from eegview.cli.run import main

    fill_library(tmp_path / "library.sqlite", recording)
    assert main(["events", "export", str(recording), "-o", str(tmp_path / "marks.tsv")]) == 0
    with eegview.open_study(recording) as study:
        marks, found, length_s = study.marks(), study.detections(), study.info.duration_s
    by_table = eegview.compare(marks, found, duration_s=length_s)
    by_file = eegview.compare(tmp_path / "marks.tsv", found, duration_s=length_s)
    assert by_table.events().equals(by_file.events())
    assert (by_table.tp, by_table.fn, by_table.fp) == (2, 1, 0)
    assert "Marks of 2 readers" in " ".join(by_table.notes)
    assert by_table.fp_per_hour == 0.0
    assert by_table.onset_error_s == pytest.approx(-0.15)
    assert "2 found, 1 missed, 0 false; sensitivity 0.67" in repr(by_table)


def test_scores_doubts_and_thresholds_count_as_on_the_command_line() -> None:
    truth = events(10, 20, 30, answers=[{}, {"certainty": "possible"}, {}])
    found = events(10.2, 20.1, 50, score=[0.9, 0.8, 0.3])
    assert (eegview.compare(truth, found).tp, eegview.compare(truth, found).fp) == (1, 1)
    above = eegview.compare(truth, found, threshold=0.5)
    assert (above.tp, above.fn, above.fp, above.fp_per_hour) == (1, 1, 0, None)
    rows = above.events()
    assert rows["outcome"].tolist() == ["found", "missed"]
    assert math.isnan(rows["candidate_s"].tolist()[1])


def test_other_terms_are_left_out() -> None:
    truth = events(10, 20, term=["spasm", "seizure"])
    assert eegview.compare(truth, events(20)).tp == 0
    assert eegview.compare(truth, events(20), term="seizure").tp == 1
    with pytest.raises(UsageError, match="no “arousal” in the reference") as error:
        eegview.compare(truth, events(20), term="arousal")
    assert "spasm, seizure" in error.value.advice


@pytest.mark.parametrize("tolerance", [-1.0, math.nan, math.inf])
def test_a_tolerance_is_a_number_of_seconds(tolerance: float) -> None:
    with pytest.raises(UsageError, match="tolerance"):
        eegview.compare(events(1), events(1), tolerance)


def test_what_has_no_onsets_is_refused() -> None:
    with pytest.raises(UsageError, match="In the candidate there are no onsets"):
        eegview.compare(events(1), pd.DataFrame({"when": [1.0]}))
    with pytest.raises(UsageError, match="longer than nothing"):
        eegview.compare(events(1), events(1), duration_s=0)


def stages(*names: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "term": "sleep_stage",
            "onset_s": [30.0 * k for k in range(len(names))],
            "duration_s": 30.0,
            "answers": [{"stage": name} for name in names],
        }
    )


def test_sleep_stages_are_compared_by_time_and_epoch() -> None:
    found = eegview.compare(stages("W", "N2", "N2", "N3"), stages("W", "N2", "N3", "N3"))
    assert found.term == "sleep_stage"
    assert found.share_agreed == 0.75
    assert found.epochs is not None
    assert (found.epochs.classes, found.epochs.n_agreed) == (("W", "N2", "N3"), 3)
    assert found.kappa == pytest.approx((0.75 - 0.3125) / (1 - 0.3125))
    rows = found.spans()
    assert rows["class"].tolist() == ["W", "N2", "N3"]
    assert rows["overlap"].tolist() == [1.0, 0.5, 0.5]
    assert "same class for 0.75 of time" in repr(found)


def test_artifacts_are_compared_by_the_time_they_cover() -> None:
    truth, candidate = events(10, 50, term="artifact"), events(10.5, term="artifact")
    found = eegview.compare(truth, candidate, duration_s=100)
    assert found.time is not None
    assert (found.time.sensitivity, found.time.precision) == (0.25, 0.5)
    assert found.share_agreed == pytest.approx(0.98)
    assert found.whole.spans is not None
    assert len(found.spans()) == 1
    assert eegview.compare(events(10), events(10)).time is None  # spasms are counted


def test_of_several_terms_spasms_are_compared_and_it_is_said() -> None:
    both = events(10, 20, term=["spasm", "artifact"])
    for candidate, counts in ((both, (1, 0, 0)), (events(20, term="artifact"), (0, 1, 0))):
        found = eegview.compare(both, candidate)
        assert (found.term, (found.tp, found.fn, found.fp)) == ("spasm", counts)
        assert "spasms are compared; choose another with term=" in " ".join(found.notes)


def test_of_several_terms_without_spasms_one_has_to_be_chosen() -> None:
    both = events(10, 20, term=["artifact", "seizure"])
    with pytest.raises(UsageError, match="several terms: artifact, seizure") as error:
        eegview.compare(both, both)
    assert "term=" in error.value.advice
