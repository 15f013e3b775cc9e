"""Before a run: what cannot work is refused, what is outside the detector's validity is reported."""

from datetime import datetime

import pytest
from detectors.made_plugins import make_plugin
from recordings.memory_source import SCALP_10_20, make_channels, make_recording

from eegview.app.montage.store import montage_by_id
from eegview.detect.age import age_months_of
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest_file import read_manifest
from eegview.detect.validity import outside_validity
from eegview.model.channel import ChannelKind
from eegview.model.errors import UsageError
from eegview.model.film.clip import FilmClip
from eegview.model.recording import Recording
from eegview.model.span import Span


def _outside(
    tmp_path,
    more: str,
    names=SCALP_10_20,
    rate_hz=256.0,
    age_months: float | None = 6.0,
    has_movement=False,
    extra=(),
    top="",
):
    manifest = read_manifest(make_plugin(tmp_path / "made", more=more, top=top))
    channels = (*make_channels(names, rate_hz), *extra)
    plan = plan_input(make_recording(channels), montage_by_id(manifest.input.montage), manifest.input)
    return outside_validity(manifest, plan, age_months, has_movement)


AGES = "[ages]\nfrom_months = 1\nup_to_months = 36\n"


def test_inside_there_is_nothing_to_say(tmp_path):
    assert _outside(tmp_path, AGES) == ()
    assert _outside(tmp_path, "", age_months=None) == ()


@pytest.mark.parametrize(
    ("age_months", "expected"),
    [(None, "age is not known; made for 1–36 months"), (40.2, "age is 40.2 months"), (0.5, "age is 0.5 months")],
)
def test_another_age_is_reported(tmp_path, age_months, expected):
    (sentence,) = _outside(tmp_path, AGES, age_months=age_months)
    assert expected in sentence


def test_missing_rows_are_said_and_too_many_refused(tmp_path):
    names = [name for name in SCALP_10_20 if name not in ("T7", "P7")]
    (sentence,) = _outside(tmp_path, "[input]\nminimum_rows = 10", names)
    assert "3 of the montage's 18 rows" in sentence
    with pytest.raises(UsageError, match="needs 16 rows of EEG; this recording has 15"):
        _outside(tmp_path, "[input]\nminimum_rows = 16", names)


MODEL = "[input]\nrate_hz = 64.0\n[onnx]\nwindow_s = 1.0\nhop_s = 0.5\ntrend = 'chance'\n"


@pytest.mark.parametrize("rows", ["rows = ['X1-X2']", "rows = ['F3-C3', 'X1-X2']\ntogether = true"])
def test_a_model_whose_rows_are_not_there_is_refused_before_it_runs(tmp_path, rows):
    make_plugin(tmp_path / "made").joinpath("model.onnx").touch()
    with pytest.raises(UsageError, match="needs rows which this recording does not have: X1-X2"):
        _outside(tmp_path, MODEL + rows, top='engine = "onnx"\nentry = "model.onnx"')


def test_a_model_that_takes_each_row_by_itself_does_with_those_there_are(tmp_path):
    make_plugin(tmp_path / "made").joinpath("model.onnx").touch()
    more = MODEL + "rows = ['F3-C3', 'X1-X2']"
    assert _outside(tmp_path, more, top='engine = "onnx"\nentry = "model.onnx"') == ()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("[input]\nminimum_rate_hz = 300.0", "needs 300 Hz; this recording has 256 Hz"),
        ('[input]\nkinds = { emg = "required" }', "needs EMG"),
        ('[input]\nvideo = "required"', "needs the video"),
    ],
)
def test_what_it_cannot_do_without_is_refused(tmp_path, more, expected):
    with pytest.raises(UsageError, match=expected):
        _outside(tmp_path, more)


def test_what_it_needs_and_has(tmp_path):
    emg = make_channels(["EMG"], 200.0, ChannelKind.EMG, first_index=len(SCALP_10_20))
    more = '[input]\nvideo = "required"\nkinds = { emg = "required" }'
    assert _outside(tmp_path, more, has_movement=True, extra=emg) == ()


@pytest.mark.parametrize(
    ("patient", "months"),
    [
        ("X F 02-JUL-2023 X", pytest.approx(6.04, abs=0.01)),
        ("X X X X", None),
        ("X F 02-JUL-2030 X", None),
        ("no EDF+ at all", None),
        ("", None),
    ],
)
def test_the_age_is_read_from_the_header(tmp_path, patient, months):
    path = tmp_path / "study.edf"
    path.write_bytes(b"0       " + patient.encode().ljust(80) + b" " * 200)
    assert age_months_of(path, datetime(2024, 1, 2)) == months
    assert age_months_of(path, None) is None


def test_a_file_of_another_kind_tells_no_age(tmp_path):
    path = tmp_path / "study.vhdr"
    path.write_bytes(b"Brain Vision" + b"X F 02-JUL-2023 X " * 10)
    assert age_months_of(path, datetime(2024, 1, 2)) is None
    assert age_months_of(tmp_path, datetime(2024, 1, 2)) is None


def film():
    span = Span(0.0, 60.0)
    clips = (FilmClip("clip.mp4", span),)
    return Recording("clip.mp4", "video", (), (span,), None, "f" * 64, clips=clips)


def test_a_study_of_film_alone_is_refused_by_what_reads_eeg_and_taken_by_what_reads_movement(tmp_path):
    def outside(name: str, more: str, has_movement: bool = True) -> tuple[str, ...]:
        manifest = read_manifest(make_plugin(tmp_path / name, more=more))
        plan = plan_input(film(), montage_by_id(manifest.input.montage), manifest.input)
        return outside_validity(manifest, plan, 6.0, has_movement)

    for name, more in (
        ("rows", "[input]\nminimum_rows = 4"),
        ("emg", '[input]\nminimum_rows = 0\nkinds = { emg = "required" }'),
    ):
        with pytest.raises(UsageError, match="reads EEG, and this study is film alone") as refused:
            outside(name, more)
        assert "movement on video" in refused.value.advice
    assert outside("movement", '[input]\nminimum_rows = 0\nvideo = "required"') == ()
    with pytest.raises(UsageError, match="needs the video"):
        outside("unwatched", '[input]\nminimum_rows = 0\nvideo = "required"', has_movement=False)
