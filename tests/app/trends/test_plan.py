"""Which families of trends there are, by which parameters."""

from pathlib import Path

import pytest
from recordings.memory_source import SCALP_10_20, make_channels, make_recording

from eegview.app.resources import resources_folder
from eegview.app.trends.panels import all_panels
from eegview.app.trends.plan import family_names, plan_trends
from eegview.dsp.trends.block import GRID_S
from eegview.model.channel import ChannelKind
from eegview.model.issue import Issue


def full_recording():
    channels = make_channels(SCALP_10_20)
    ecg = make_channels(["ECG"], kind=ChannelKind.ECG, first_index=len(channels))
    return make_recording((*channels, *ecg), ((0.0, 600.0),))


def test_every_column_of_every_panel_is_there() -> None:
    plan = plan_trends(full_recording())
    ids = [column.column_id for column in plan.columns]
    assert len(set(ids)) == len(ids)
    assert {column_id for panel in all_panels() for column_id in panel.columns} <= set(ids)
    for column in plan.columns:
        assert GRID_S / column.step_s == round(GRID_S / column.step_s)
        assert column.definition
        assert column.title


def test_what_a_recording_cannot_give_is_said() -> None:
    plan = plan_trends(make_recording(make_channels(["Fp1", "Fp2", "C3", "C4", "T7", "T8", "O1", "O2", "Cz"])))
    given = {column.column_id for column in plan.columns}
    missing = {one.column_id: one.why for one in plan.missing}
    assert not given & set(missing)
    for column_id in (c for panel in all_panels() for c in panel.columns):
        assert column_id in given or missing[column_id].endswith(".")
    assert "heart_rate" in missing


def test_a_reason_says_which_channel_is_marked_bad() -> None:
    missing = {one.column_id: one.why for one in plan_trends(full_recording(), frozenset({"C3", "Fz"})).missing}
    assert missing["aeeg_upper_left"] == (
        "aEEG left cannot be computed: it needs C3-P3, and C3 is in no row that can be used. C3 is marked bad."
    )
    assert "aeeg_upper_right" not in missing


def test_the_id_differs_with_rows_and_parameters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = full_recording()
    plain = plan_trends(recording)
    assert plan_trends(recording).parameters_id == plain.parameters_id
    assert plan_trends(recording, frozenset({"Fz"})).parameters_id != plain.parameters_id
    monkeypatch.setattr("eegview.app.resources.user_folder", lambda kind: tmp_path / kind)
    own = tmp_path / "trends" / "suppression.toml"
    own.parent.mkdir()
    text = (resources_folder() / "trends" / "suppression.toml").read_text()
    own.write_text(text + "\n# mine\nmine = 1\n")
    issues: list[Issue] = []
    assert plan_trends(recording, issues=issues).parameters_id != plain.parameters_id
    assert not issues
    own.write_text("nothing = 1")
    assert plan_trends(recording, issues=issues).parameters_id == plain.parameters_id
    assert "suppression.toml" in issues[0].message
    assert issues[0].message.endswith("The built-in one is used.")


def test_each_family_has_a_parameter_file() -> None:
    assert {"aeeg", "reeg", "spectra", "background"} <= set(family_names())
    assert "sets" not in family_names()
