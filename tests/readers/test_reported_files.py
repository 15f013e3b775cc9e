"""Files as users of other programs reported them open with the right values; each is one example of a kind."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shared_data import SHARED, needs_shared, shared_facts

from eegview.cli.info import as_json
from eegview.cli.run import main
from eegview.model.channel import ChannelKind
from eegview.model.recording import FileEvents, Recording, SignalSource
from eegview.readers.opening import open_recording

REPORTS = SHARED / "reports"
FOLDERS = ("edf", "vendor")
MONTAGES = ("none", "longitudinal_bipolar", "common_average", "cz_reference", "laplacian", "neonatal")
REFUSED = 3  # the exit code of a file that cannot be read

Case = tuple[Path, dict[str, Any]]


def cases(*keys: str) -> list[Any]:
    """Return the files for which one of these is known; a file is named by its folder."""
    found = []
    for folder in FOLDERS:
        listed: Any = shared_facts(REPORTS / folder / "expected.json") or ()
        for case in listed:
            if any(case["right"].get(key) is not None for key in keys):
                path = REPORTS / folder / case["file"]
                found.append(pytest.param((path, case["right"]), id=f"{folder}/{case['file']}"))
    return found


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Any:
    path, right = request.param
    source = open_recording(path)
    yield source, right
    source.close()


Opened = tuple[SignalSource, dict[str, Any]]


def opened_by(*keys: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("opened", cases(*keys), indirect=True)


def said(source: SignalSource) -> tuple[Recording, FileEvents]:
    events = source.scan_events()
    return source.recording, events


pytestmark = needs_shared(REPORTS)


@opened_by("duration_s", "n_segments", "segments", "rate_hz", "started_at")
def test_times_are_right(opened: Opened) -> None:
    source, right = opened
    facts = as_json(*said(source), [])
    if "duration_s" in right:
        assert facts["duration_s"] == pytest.approx(right["duration_s"], abs=2e-4)
    if "n_segments" in right:
        assert len(facts["segments"]) == right["n_segments"]
    if "segments" in right:
        assert np.array(facts["segments"]) == pytest.approx(np.array(right["segments"], float), abs=2e-4)
    if "rate_hz" in right:
        assert {channel["rate_hz"] for channel in facts["channels"]} == {pytest.approx(right["rate_hz"], rel=1e-6)}
    if "started_at" in right:
        assert facts["started_at"].startswith(right["started_at"])


@opened_by("marks", "marks_hold")
def test_marks_are_right(opened: Opened) -> None:
    source, right = opened
    events = source.scan_events()
    found = [(mark.onset_s, mark.duration_s, mark.text, list(mark.channels)) for mark in events.annotations]
    expected = right.get("marks", right.get("marks_hold", []))
    if "marks" in right:
        assert len(found) == len(expected), found
    for mark in expected:
        same = [
            channels
            for onset_s, duration_s, text, channels in found
            if (onset_s, duration_s) == pytest.approx((mark["onset_s"], mark["duration_s"]), abs=5e-3)
            and text == mark["text"]
        ]
        assert len(same) == 1, found
        if "channels" in mark:
            assert same[0] == mark["channels"]


@opened_by("samples")
def test_samples_are_right(opened: Opened) -> None:
    source, right = opened
    rule, recording = right["samples"], source.recording
    span = recording.segments[0]
    signals = [index for index, channel in enumerate(recording.channels) if channel.kind is not ChannelKind.TRIGGER]
    for k, samples in zip(signals, source.read(signals, 0, span), strict=True):
        t = np.arange(len(samples))
        expected = ((t * rule["step"] + k * rule["shift"]) % rule["mod"] - rule["low"]) * rule["gain"]
        assert len(samples) > 0
        np.testing.assert_allclose(samples, expected, atol=0.01)


@opened_by("unit", "kinds")
def test_electrodes_have_their_unit_and_kind(opened: Opened) -> None:
    source, right = opened
    channels = source.recording.channels
    if "unit" in right:
        assert {channel.unit for channel in channels} == {right["unit"]}
    assert {channel.kind.value for channel in channels} == {right["kinds"]}


@opened_by("electrodes")
def test_labels_are_understood(opened: Opened) -> None:
    source, right = opened
    by_label = {channel.label: channel for channel in source.recording.channels}
    for label, expected in right["electrodes"].items():
        channel = by_label[label]
        if expected in ("eeg", "eog"):
            assert channel.kind.value == expected, label
        else:
            assert channel.name in expected.split(" or "), label
            assert channel.kind is ChannelKind.EEG


@opened_by("issues")
def test_the_fault_is_told(opened: Opened) -> None:
    recording, events = said(opened[0])
    assert recording.issues or events.issues


@pytest.mark.parametrize("case", cases("refused_with"))
def test_a_refusal_names_the_true_reason(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    path, right = case
    assert main(["info", str(path), "--json"]) == REFUSED
    message = capsys.readouterr().err
    assert any(word in message for word in right["refused_with"])


@pytest.mark.parametrize("case", cases("peak_uv"))
def test_no_step_is_drawn_where_the_recording_goes_on(case: Case, tmp_path: Path) -> None:
    path, right = case
    peak = right["peak_uv"]
    data = page_of(path, tmp_path, "none", peak["at_s"], peak["duration_s"], lff=peak["lff"])
    assert np.nanmax(np.abs(data)) <= peak["most"]


@pytest.mark.parametrize("montage", MONTAGES)
@pytest.mark.parametrize("case", cases("same_pages_as"))
def test_a_page_is_that_of_the_file_with_the_usual_unit(case: Case, montage: str, tmp_path: Path) -> None:
    path, right = case
    usual = path.with_name(right["same_pages_as"])
    np.testing.assert_array_equal(page_of(path, tmp_path, montage), page_of(usual, tmp_path, montage))


def page_of(
    path: Path, folder: Path, montage: str, at_s: float = 0.0, duration_s: float = 5.0, lff: float = 0.0
) -> np.ndarray:
    """Return the samples of a page, (rows, samples) in µV, as the command line writes them."""
    written = folder / f"{path.stem}.npz"
    options = ["--at", str(at_s), "--duration", str(duration_s), "--montage", montage, "--lff", str(lff), "--no-marks"]
    assert main(["page", str(path), *options, "-o", str(written)]) == 0
    with np.load(written) as page:
        return page["data"]
