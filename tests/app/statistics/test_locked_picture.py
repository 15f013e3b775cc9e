"""The figure of the report: what is drawn is said in words, and the same data give the same bytes."""

from dataclasses import replace

import numpy as np
import pytest
from recordings.memory_source import noise_source

from eegview.app.montage.store import montage_by_id
from eegview.app.statistics.locked_epochs import LockedEpochs, read_locked_epochs
from eegview.app.statistics.locked_picture import (
    LockedPictureFacts,
    locked_alternative,
    locked_caption,
    locked_picture,
    locked_picture_bytes,
)
from eegview.app.statistics.locked_scale import round_up, row_scale, shown_rows
from eegview.app.statistics.locked_settings import LockedSettings
from eegview.app.statistics.locked_table import HEAD, spasms_csv
from eegview.model.annotation import Annotation


@pytest.fixture(scope="module")
def epochs() -> LockedEpochs:
    source = noise_source(segments=((0.0, 40.0), (41.0, 70.0)))
    for channel in (4, 6):  # C3, P3
        times_s = np.arange(40 * 256) / 256
        for onset_s in (12.0, 22.0, 32.0):
            size_uv = 400 if channel == 4 else -300
            source.data[channel][0] += (size_uv * np.exp(-0.5 * ((times_s - onset_s - 0.5) / 0.15) ** 2)).astype("f4")
    marks = [Annotation(f"m{k}", "spasm", onset_s, 1.0) for k, onset_s in enumerate((12.0, 22.0, 32.0, 39.5))]
    return read_locked_epochs(source, marks, LockedSettings(montage_by_id("longitudinal_bipolar")), excluded=["m3"])


def test_the_row_with_the_largest_wave_is_shown_and_its_scale_is_round(epochs):
    assert [epochs.rows[number].label for number in shown_rows(epochs)] == ["C3-P3"]
    assert row_scale(epochs, shown_rows(epochs)[0]) in (100.0, 150.0, 200.0, 300.0, 500.0, 700.0)
    rounded = [round_up(value) for value in (0.0, 0.12, 1.0, 1.1, 6.0, 8.0, 95.0)]
    assert rounded == pytest.approx([1.0, 0.15, 1, 1.5, 7, 10, 100])


def test_the_picture_states_number_montage_filters_and_what_was_left_out(epochs):
    facts = LockedPictureFacts(layer="Final layer", is_simulated=True)
    picture = locked_picture(epochs, facts)
    text = picture.content.decode()
    assert picture.suffix == ".svg"
    assert picture.width_mm == pytest.approx(238.1, abs=0.1)
    for stated in ("3 of 4 spasms of Final layer (1 left out by a reader)", "Montage Longitudinal bipolar", "C3-P3"):
        assert stated in text
    assert "EEG low cut 0.5 Hz, high cut 70 Hz" in text
    assert "SIMULATED" in text
    assert "most negative" in text
    assert locked_picture(epochs, facts).content == picture.content, "the same data give the same bytes"
    assert "0 s is the marked onset" in locked_caption(epochs)
    assert locked_alternative(epochs).startswith(
        "Raster of 4 spasms and average of 3, aligned by onset. Slow wave +0.5"
    )
    assert locked_picture_bytes(epochs, facts, "png").startswith(b"\x89PNG")
    assert locked_picture_bytes(epochs, facts, "pdf").startswith(b"%PDF")


def test_there_is_a_picture_without_head_map_and_without_any_spasm_left(epochs):
    none = epochs.with_excluded(epochs.spasm_ids)
    assert "No head map" in locked_picture(none).content.decode()
    assert "0 of 4 spasms" in locked_caption(none)
    flat = replace(epochs, electrodes=(), field_uv=epochs.field_uv[:, :0])
    assert "No head map" in locked_picture(flat).content.decode()


def test_spasms_go_out_as_a_table_in_which_not_measurable_is_said(epochs):
    lines = spasms_csv(epochs, lambda time_s: f"at {time_s:.0f}").splitlines()
    assert lines[0].split(",") == list(HEAD)
    first, last = lines[1].split(","), lines[4].split(",")
    assert first[:3] == ["12.000", "at 12", "yes"]
    assert float(first[4]) == pytest.approx(0.5, abs=0.05)
    assert last[2] == "no"
    assert last[4] == "n/a", "a gap lies in the window of the peak"


def test_a_subset_keeps_what_was_measured(epochs):
    some = epochs.subset(np.array([True, False, True, False]))
    assert some.spasm_ids == ("m0", "m2")
    assert some.n_included == 2
    np.testing.assert_array_equal(some.distances, epochs.distances[[0, 2]])
    np.testing.assert_array_equal(
        some.average([0]).mean, epochs.average([0], np.isin(epochs.spasm_ids, ["m0", "m2"])).mean
    )
