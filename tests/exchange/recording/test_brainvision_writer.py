"""Parts of recordings as BrainVision files, read back by our reader and by MNE."""

from dataclasses import replace
from pathlib import Path
from time import perf_counter

import edfio
import mne
import numpy as np
import pytest
from recordings.odd_rates import STARTED_AT, odd_source, part

from eegview.exchange.recording.brainvision import write_brainvision
from eegview.exchange.recording.edf import write_edf
from eegview.exchange.recording_part import PartMark
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import Cancelled
from eegview.model.span import Span
from eegview.readers.opening import open_recording


def _mark(onset_s: float, duration_s: float = 0.0, channels: tuple[str, ...] = (), text: str = "spasm") -> PartMark:
    return PartMark(Annotation(f"{onset_s}{text}", "spasm", onset_s, duration_s, channels, layer="me"), text)


@pytest.mark.parametrize("rate_hz", [200.0, 199.8, 256.41, 1000.0])
def test_samples_gaps_start_and_marks_are_found_again(tmp_path: Path, rate_hz: float):
    source = odd_source([rate_hz, rate_hz], [(0.0, 10.0), (12.5, 20.0)])
    first = int(np.ceil(2 * rate_hz - 1e-6))
    source.data[0][0][first + 100 : first + 110] = np.nan
    marks = (_mark(3.5, 1.0, ("Fp2",), "spasm, left äöü"), _mark(13.0))
    said = write_brainvision(part(source, Span(2, 18), marks=marks), tmp_path / "a.vhdr")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.eeg", "a.vhdr", "a.vmrk"]
    assert any("10 samples missing" in one for one in said)
    back = open_recording(tmp_path / "a.vhdr")
    assert [(s.start_s, s.stop_s) for s in back.recording.segments] == [
        pytest.approx((0, 8), abs=2 / rate_hz),
        pytest.approx((10.5, 16), abs=2 / rate_hz),
    ]
    assert back.recording.channels[0].rate_hz == pytest.approx(rate_hz, rel=1e-9)
    assert [channel.label for channel in back.recording.channels] == ["EEG Fp1-Ref", "EEG Fp2-Ref"]
    samples = back.read([0, 1], 0, back.recording.span)
    for position in (0, 1):
        wanted = source.data[position][0][first:]
        assert np.allclose(samples[position], wanted, rtol=1e-6, equal_nan=True)
    notes = [note for note in back.scan_events().annotations if not note.text.startswith("New Segment")]
    assert [note.onset_s for note in notes] == pytest.approx([1.5, 11.0], abs=1 / rate_hz)
    assert [note.text.removeprefix("Comment/") for note in notes] == ["spasm, left äöü", "spasm"]
    assert back.recording.started_at is not None
    assert abs((back.recording.started_at - STARTED_AT).total_seconds() - 2) < 1.01 / rate_hz
    back.close()


def test_mne_reads_the_values_bit_for_bit(tmp_path: Path):
    source = odd_source([200.0, 200.0], [(0.0, 10.0)])
    write_brainvision(part(source), tmp_path / "a.vhdr")
    raw = mne.io.read_raw_brainvision(tmp_path / "a.vhdr", preload=True, verbose="error")
    assert np.array_equal(
        np.asarray(raw.get_data(units="uV")).astype(np.float32), np.stack([one[0] for one in source.data])
    )


def test_channels_of_other_rates_are_left_out_and_told(tmp_path: Path):
    said = write_brainvision(part(odd_source([200.0, 1.0, 200.0], [(0.0, 10.0)])), tmp_path / "a.vhdr")
    assert "BrainVision has one rate: channels not at 200 Hz are left out: Fp2." in said
    back = open_recording(tmp_path / "a.vhdr")
    assert [channel.name for channel in back.recording.channels] == ["Fp1", "F3"]
    back.close()


def test_without_a_date_gaps_are_still_as_long(tmp_path: Path):
    source = odd_source([200.0], [(0.0, 10.0), (12.5, 20.0)])
    said = write_brainvision(part(source, started_at=None), tmp_path / "a.vhdr")
    assert any("1985" in one for one in said)
    back = open_recording(tmp_path / "a.vhdr")
    assert [s.start_s for s in back.recording.segments] == [0.0, 12.5]
    back.close()


def test_a_cancelled_export_leaves_nothing(tmp_path: Path):
    def cancel(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_brainvision(part(odd_source([200.0], [(0.0, 60.0)]), progress=cancel), tmp_path / "a.vhdr")
    assert list(tmp_path.iterdir()) == []


def test_channels_of_one_label_are_told_apart_and_marks_keep_theirs(tmp_path: Path):
    source = odd_source([200.0, 200.0, 200.0], [(0.0, 10.0)])
    channels = tuple(replace(channel, label="EMG") for channel in source.recording.channels)
    source.recording = replace(source.recording, channels=channels)
    marks = (_mark(3.0, 0.0, ("F3", "Fp1")), _mark(5.0, 0.0, ("Fp1-F3",), "row"))
    write_brainvision(part(source, marks=marks), tmp_path / "a.vhdr")
    open_recording(tmp_path / "a.vhdr").close()
    lines = (tmp_path / "a.vmrk").read_text().splitlines()
    assert [line.split(",")[-1] for line in lines if "Comment" in line] == ["3", "1", "1", "3"]
    write_edf(part(source, marks=marks), tmp_path / "a.edf")
    texts = [note.text for note in edfio.read_edf(tmp_path / "a.edf").annotations]
    assert sorted(texts) == ["row@@F3", "row@@Fp1", "spasm@@F3", "spasm@@Fp1"]


def test_markers_of_a_recorder_keep_their_types_however_often_they_are_exported(tmp_path: Path):
    source = odd_source([200.0, 200.0], [(0.0, 10.0)])
    texts = ["Comment/eyes open", "Stimulus/S  1", "New Segment/", "links/rechts", "\\1 drop", "New Segment/x"]
    marks = tuple(
        PartMark(Annotation(f"{n}", "file_note", 1.0 + n, layer=FILE_LAYER, text=text), text)
        for n, text in enumerate(texts)
    )
    write_brainvision(part(source, marks=marks), tmp_path / "a.vhdr")
    back = open_recording(tmp_path / "a.vhdr")
    found = [note.text for note in back.scan_events().annotations]
    back.close()
    assert found == [
        "Comment/eyes open",
        "Stimulus/S  1",
        "New Segment/",
        "Comment/links/rechts",
        "Comment/\\ 1 drop",
        "Comment/New Segment/x",
    ]


def test_a_mark_over_a_pause_ends_where_it_did(tmp_path: Path):
    source = odd_source([200.0, 200.0], [(0.0, 10.0), (12.5, 20.0)])
    write_brainvision(part(source, marks=(_mark(9.0, 5.0), _mark(3.0, 8.0), _mark(19.0, 1.0))), tmp_path / "a.vhdr")
    back = open_recording(tmp_path / "a.vhdr")
    notes = [note for note in back.scan_events().annotations if not note.text.startswith("New Segment")]
    back.close()
    assert sorted((round(n.onset_s, 6), round(n.duration_s, 6)) for n in notes) == [(3.0, 7.0), (9.0, 5.0), (19.0, 1.0)]


def test_thousands_of_marks_and_pauses_are_quick(tmp_path: Path):
    pauses = [(2.0 * n, 2.0 * n + 1.0) for n in range(500)]
    source = odd_source([200.0, 200.0], pauses)
    marks = tuple(_mark(n / 20) for n in range(19_000))
    began = perf_counter()
    write_brainvision(part(source, marks=marks), tmp_path / "a.vhdr")
    assert perf_counter() - began < 10  # it was minutes where each mark counted the segments anew
