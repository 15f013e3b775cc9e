from pathlib import Path

import pytest

from eegview.app import resources as module
from eegview.app.presets import load_presets, parse_preset, preset_by_id
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.errors import UsageError
from eegview.model.issue import Issue


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the user's own presets lie in a folder of the test."""
    monkeypatch.setattr(module, "user_folder", lambda kind: tmp_path / kind)
    return tmp_path / "presets"


def test_the_default_comes_first_and_is_clinical() -> None:
    clinical = load_presets()[0]
    assert clinical.preset_id == "clinical"
    assert clinical.filters.for_kind(ChannelKind.EEG) == FilterSpec(0.5, 70.0, 0.0, Phase.CAUSAL)
    assert clinical.filters.for_kind(ChannelKind.EMG) == FilterSpec(10.0, 100.0)
    assert clinical.filters.for_kind(ChannelKind.ECG) == FilterSpec(0.5, 40.0)
    assert clinical.filters.for_kind(ChannelKind.TRIGGER).is_off
    assert (clinical.sensitivity_uv_per_mm, clinical.page_s) == (15.0, 15.0)
    assert clinical.sensitivity_uv_per_mm / clinical.gain(ChannelKind.ECG) == pytest.approx(50)
    assert clinical.sensitivity_uv_per_mm / clinical.gain(ChannelKind.EMG) == pytest.approx(20)
    assert clinical.gain(ChannelKind.EEG) == 1.0


def test_timing_does_not_shift_waves() -> None:
    timing = preset_by_id("timing")
    assert {spec.phase for _kind, spec in timing.filters.by_kind} == {Phase.ZERO}
    assert timing.filters.with_phase(Phase.CAUSAL) == preset_by_id("clinical").filters


def test_raw_filters_nothing() -> None:
    assert all(preset_by_id("raw").filters.for_kind(kind).is_off for kind in ChannelKind)


def test_an_unknown_id_lists_the_ids() -> None:
    with pytest.raises(UsageError) as error:
        preset_by_id("banana")
    assert "clinical" in error.value.advice


def test_a_users_preset_wins_and_a_faulty_one_is_told(own_folder: Path) -> None:
    own_folder.mkdir()
    (own_folder / "mine.toml").write_text('id = "clinical"\nlabel = "Ours"\npage_s = 10\n', encoding="utf-8")
    (own_folder / "wrong.toml").write_text('id = "wrong"\nlabel = "W"\npage_s = -1\n', encoding="utf-8")
    issues: list[Issue] = []
    found = load_presets(issues)
    assert (found[0].label, found[0].page_s) == ("Ours", 10.0)
    assert [issue.code for issue in issues] == ["preset_file"]
    assert load_presets() == found


@pytest.mark.parametrize(
    "more",
    [
        {"id": 5},
        {"label": ""},
        {"phase": "backwards"},
        {"filters": []},
        {"filters": {"brain": {}}},
        {"filters": {"eeg": {"low_cut_hz": -1}}},
        {"filters": {"eeg": {"low_cut_hz": float("nan")}}},
        {"filters": {"eeg": {"lff": 1}}},
        {"filters": {"eeg": 7}},
        {"kind_gain": {"ecg": 0}},
        {"sensitivity_uv_per_mm": "15"},
        {"page_s": True},
        {"pages": 3},
    ],
)
def test_what_is_no_preset_is_refused_with_a_sentence(more: dict) -> None:
    with pytest.raises(UsageError) as error:
        parse_preset({"id": "x", "label": "X"} | more, "mine.toml")
    assert error.value.sentence.startswith("mine.toml")
