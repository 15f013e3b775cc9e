"""Recordings for tests of detectors: what is simulated is known, and each change is the one that it says."""

import numpy as np
import pytest

from eegview.model.channel import ChannelKind
from eegview.model.errors import UsageError
from eegview.testing import TEN_TWENTY, from_arrays, from_file, simulated


@pytest.fixture(scope="module")
def infant():
    return simulated(2.0, seed=3)


def test_the_same_numbers_give_the_same_infant(infant):
    again = simulated(2.0, seed=3)
    assert again.truth == infant.truth
    for ours, theirs in zip(infant.source.data, again.source.data, strict=True):
        np.testing.assert_array_equal(ours[0], theirs[0])


def test_every_true_spasm_is_known_and_lies_in_the_recording(infant):
    spasms = infant.true_events("spasm")
    assert len(spasms) > 2
    assert all(0 <= one.onset_s < one.stop_s <= infant.duration_s for one in spasms)
    kinds = {one.kind for one in infant.true_events("electrodecrement")}
    assert kinds
    assert all(len(infant.true_events("electrodecrement", kind)) > 0 for kind in kinds)


def test_a_camera_sees_each_spasm(infant):
    times_s, values = infant.movement
    for one in infant.true_events("spasm"):
        during = (times_s > one.onset_s) & (times_s < one.onset_s + 1)
        assert values[during].max() > 5


def test_a_shorter_recording_is_the_begin_of_the_longer(infant):
    part = infant.until(60.5)
    assert part.duration_s == 60.5
    np.testing.assert_array_equal(part.source.data[0][0], infant.source.data[0][0][: round(60.5 * 256)])
    assert all(one.stop_s <= 60.5 for one in part.truth)
    assert part.movement[0].max() < 60.5


def test_a_gap_leaves_all_other_samples_where_they_are(infant):
    made = infant.with_gap(40.0, 50.25)
    assert [(one.start_s, one.stop_s) for one in made.segments] == [(0.0, 40.0), (50.25, infant.duration_s)]
    np.testing.assert_array_equal(made.source.data[3][1], infant.source.data[3][0][round(50.25 * 256) :])


def test_missing_bytes_are_nan_there_and_nowhere_else(infant):
    made = infant.with_missing(10.0, 12.0)
    is_missing = np.isnan(made.source.data[0][0])
    assert is_missing[10 * 256 : 12 * 256].all()
    assert is_missing.sum() == 2 * 256
    assert not np.isnan(infant.source.data[0][0]).any()


def test_channels_can_be_left_out_and_samples_changed(infant):
    made = infant.without(["Fp1", "Fp2"])
    assert "Fp1" not in made.ch_names
    assert len(made.ch_names) == len(infant.ch_names) - 2
    assert [channel.index for channel in made.source.recording.channels] == list(range(len(made.ch_names)))
    louder = infant.changed(lambda values, channel, _segment: values * 2 if channel.name == "Cz" else values)
    number = infant.ch_names.index("Cz")
    np.testing.assert_array_equal(louder.source.data[number][0], infant.source.data[number][0] * 2)
    assert (infant.flat(7.0).source.data[0][0] == 7.0).all()


def test_what_is_written_is_what_is_read_back(infant, tmp_path):
    made = infant.with_gap(30.0, 40.0)
    back = from_file(made.write(tmp_path / "made.edf"))
    assert back.ch_names == made.ch_names
    assert [(one.start_s, one.stop_s) for one in back.segments] == [(0.0, 30.0), (40.0, 120.0)]
    np.testing.assert_allclose(back.source.data[5][1], made.source.data[5][1], atol=0.2)
    assert back.truth == ()


def test_arrays_become_channels_by_their_names():
    data = np.zeros((3, 512))
    made = from_arrays(data, ["EEG T3-Ref", "EMG1", "Cz"], 256.0)
    assert made.ch_names == ("T7", "EMG1", "Cz")
    kinds = [channel.kind for channel in made.source.recording.channels]
    assert kinds == [ChannelKind.EEG, ChannelKind.EMG, ChannelKind.EEG]
    named = from_arrays(data, ["a", "b", "c"], kinds=["eeg", "ecg", "spo2"]).source.recording.channels
    assert [channel.kind.value for channel in named] == ["eeg", "ecg", "spo2"]


def test_several_arrays_have_gaps_between():
    parts = [np.zeros((19, 256)), np.ones((19, 512))]
    made = from_arrays(parts, TEN_TWENTY, 256.0, starts_s=(0.0, 10.0))
    assert [(one.start_s, one.stop_s) for one in made.segments] == [(0.0, 1.0), (10.0, 12.0)]


@pytest.mark.parametrize(
    ("data", "more", "said"),
    [
        (np.zeros((18, 256)), {}, "it should be \\(19 channels, samples\\)"),
        ([np.zeros((19, 256))] * 2, {}, "2 arrays and 1 starts"),
        ([np.zeros((19, 256))] * 2, {"starts_s": (0.0, 0.5)}, "overlap"),
        (np.zeros((19, 256)), {"kinds": ["eeg"]}, "19 channels and 1 kinds"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(data, more, said):
    with pytest.raises(ValueError, match=said):
        from_arrays(data, TEN_TWENTY, **more)


def test_a_recording_is_written_as_edf_only(infant, tmp_path):
    with pytest.raises(UsageError, match=r"\.txt"):
        infant.write(tmp_path / "made.txt")
    with pytest.raises(UsageError, match="2 minutes") as refused:
        simulated(1.0)
    assert refused.value.advice == "Give minutes from 2 to 2880."
