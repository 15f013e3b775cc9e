"""Marks as annotations of MNE, and epochs around them."""

from pathlib import Path

import numpy as np
import pytest

import eegview
from eegview.model.errors import UsageError


@pytest.fixture
def marked(recording: Path) -> Path:
    """Return a recording with five marks of two readers, four of them spasms, on three events."""
    with eegview.open_study(recording) as study:
        with study.edit(reviewer="Ann") as edit:
            edit.add("spasm", 12.3, 1.0, movement="flexor")
            edit.add("spasm", 0.2, 1.0)
            edit.add("note", 50, text="feeding")
        with study.edit(reviewer="Ben") as edit:
            edit.add("spasm", 12.9, 1.0)
            edit.add("spasm", 60, 1.0)
    return recording


def test_annotations_stand_on_their_samples(marked: Path) -> None:
    with eegview.open_study(marked) as study:
        for raw in (study.raw(), study.raw(tmin=0.1, tmax=100)):
            raw.set_annotations(study.annotations("spasm", layer="Ann"))
            onsets = [at for at in raw.annotations.onset if at > 1]
            assert onsets == pytest.approx([12.3])
            *_others, piece = raw.crop_by_annotations()
            plain = np.asarray(study.raw(tmin=12.3, tmax=13.3).get_data())
            np.testing.assert_array_equal(np.asarray(piece.get_data())[:, :100], plain)


def test_the_files_own_annotations_have_their_words(marked: Path) -> None:
    with eegview.open_study(marked) as study:
        notes = study.annotations(layer="file")
        marks = study.annotations()
    assert list(notes.description) == ["eyes closed", "Spasm?"]
    assert list(marks.description) == ["spasm", "spasm", "spasm", "note", "spasm"]


def test_epochs_are_cut_at_each_event_once(marked: Path) -> None:
    with eegview.open_study(marked) as study:
        epochs = study.epochs("spasm", -0.1, 0.5, picks="eeg")
        own = study.epochs("spasm", -0.1, 0.5, layer="Ann", picks="eeg")
        raw = study.raw(picks="eeg")
        assert len(own) == 2
    assert epochs.metadata is not None
    assert epochs.metadata["onset_s"].tolist() == [0.2, 12.3, 60.0]
    assert epochs.metadata["movement"].tolist() == ["", "flexor", ""]
    assert epochs.event_id == {"spasm": 1}
    assert epochs.times[0] == pytest.approx(-0.1)
    whole = np.asarray(raw.get_data())
    for values, onset_s in zip(epochs.get_data(), (0.2, 12.3, 60.0), strict=True):
        first = round(onset_s * 100) - 10
        np.testing.assert_array_equal(values, whole[:, first : first + 61])


def test_what_reaches_out_of_the_recording_or_over_a_gap_is_left_out(gapped: Path) -> None:
    with eegview.open_study(gapped, reviewer="Ann") as study:
        with study.edit() as edit:
            for onset_s in (0.5, 10, 19.5, 25, 40):
                edit.add("spasm", onset_s, 0.5)
        epochs = study.epochs("spasm", -1, 1)
    assert epochs.metadata is not None
    assert epochs.metadata["onset_s"].tolist() == [10.0, 40.0]
    assert [why[0] if why else "" for why in epochs.drop_log] == [
        "NO_DATA", "", "BAD_ACQ_SKIP", "BAD_ACQ_SKIP", ""
    ]  # fmt: skip


def test_epochs_are_filtered_as_the_whole_recording(marked: Path) -> None:
    with eegview.open_study(marked) as study:
        epochs = study.epochs("spasm", -0.1, 0.5, preset="clinical", montage="longitudinal_bipolar")
        raw = study.raw("longitudinal_bipolar", preset="clinical")
    np.testing.assert_allclose(epochs.get_data()[1], np.asarray(raw.get_data())[:, 1220:1281], atol=2e-10)


def test_where_there_is_nothing_to_cut_that_is_said(marked: Path) -> None:
    with eegview.open_study(marked) as study:
        with pytest.raises(UsageError, match="no mark of “seizure”"):
            study.epochs("seizure", -1, 1)
        with pytest.raises(UsageError, match="no length"):
            study.epochs("spasm", 1, -1)
        with pytest.raises(UsageError, match="“spam” is not a term"):
            study.epochs("spam", -1, 1)
