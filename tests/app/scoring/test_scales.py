"""The scales' files: the values that came with the program, a reader's own copy, and faults in one."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eegview.app.resources import read_toml, resources_folder, user_folder
from eegview.app.scoring.scales import load_scales, parse_scale, scale_parameters
from eegview.dsp.filtering import filter_rows
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.scoring.parameters import parameters_of

BUILT_IN = resources_folder() / "scales" / "based2021.toml"


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = user_folder("scales")
    folder.mkdir(parents=True)
    return folder


def test_the_values_of_based_2021() -> None:
    p = scale_parameters()
    assert (p.name, p.confirm) == ("based2021-a", "with the publication")
    assert (p.length_s, p.page_s, p.bin_s, p.n_pages, p.n_bins) == (300, 15, 1, 20, 15)
    assert (p.bins_of_page, p.pages, p.n_foci, p.literal_percent) == (8, 10, 3, 50)
    assert (p.limit_of("F3-C3"), p.limit_of("P7-O1"), p.limit_of("P4-O2")) == (200, 300, 300)
    assert p.filters == FilterSpec(0.5, 70, 0, Phase.CAUSAL)
    assert p.filters_text == "0.5-70 Hz, notch off, causal"
    assert (p.montage_id, p.sensitivity_uv_per_mm) == ("longitudinal_bipolar", 30)
    (scale,) = [scale for scale in load_scales() if scale.scale_id == "based2021"]
    assert "200 µV" in scale.unsure[0]


def test_the_id_follows_from_the_values() -> None:
    p = scale_parameters()
    assert p.parameters_id == f"based2021-a.1+{p.hash[:8]}"
    assert parameters_of(p.text) == p
    assert replace(p, limit_uv=250).parameters_id != p.parameters_id


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"scale_id": 1}', "[" * 100_000])
def test_damaged_values_are_none(text: str) -> None:
    assert parameters_of(text) is None
    assert parameters_of(scale_parameters().text.replace("200.0", "-200.0")) is None
    assert parameters_of(scale_parameters().text.replace('"page_s":15.0', '"page_s":7.7')) is None


def test_a_readers_own_copy_wins_under_another_id(own_folder: Path) -> None:
    before = scale_parameters()
    text = BUILT_IN.read_text(encoding="utf-8").replace("limit_uv = 200", "limit_uv = 250", 1)
    (own_folder / "mine.toml").write_text(text, encoding="utf-8")
    assert scale_parameters().limit_uv == 250
    assert scale_parameters().parameters_id != before.parameters_id


def test_a_faulty_copy_is_said_and_the_built_in_one_used(own_folder: Path) -> None:
    (own_folder / "based2021.toml").write_text('id = "based2021"\n', encoding="utf-8")
    issues: list[Issue] = []
    assert scale_parameters(issues=issues).limit_uv == 200
    assert "lacks the text “label”" in issues[0].message


def test_two_own_copies_with_one_id_are_said_and_the_later_is_used(own_folder: Path) -> None:
    text = BUILT_IN.read_text(encoding="utf-8")
    for name, limit in (("a.toml", 250), ("b.toml", 260)):
        own = text.replace("limit_uv = 200", f"limit_uv = {limit}", 1)
        (own_folder / name).write_text(own, encoding="utf-8")
    issues: list[Issue] = []
    assert scale_parameters(issues=issues).limit_uv == 260
    assert [issue.message.endswith("of a.toml, too; b.toml is used.") for issue in issues] == [True]


def test_cuts_that_let_nothing_through_are_refused(own_folder: Path) -> None:
    text = BUILT_IN.read_text(encoding="utf-8").replace("low_cut_hz = 0.5", "low_cut_hz = 80", 1)
    (own_folder / "mine.toml").write_text(text, encoding="utf-8")
    issues: list[Issue] = []
    assert scale_parameters(issues=issues).low_cut_hz == 0.5
    assert "the high cut is above the low cut" in issues[0].message


def test_posterior_rows_are_known_however_they_are_spelt() -> None:
    p = scale_parameters()
    assert [p.limit_of(row) for row in ("P7-O1", "T5-O1", "p3–o1", "O1-P3", "F3-C3")] == [300, 300, 300, 300, 200]


def test_a_draft_is_named_and_cannot_be_used(own_folder: Path) -> None:
    (own_folder / "d.toml").write_text('id = "kr"\nlabel = "Kr"\ndraft = true\nwhy = "One item is missing."\n')
    (scale,) = [scale for scale in load_scales() if scale.scale_id == "kr"]
    assert (scale.is_draft, scale.help) == (True, "One item is missing.")
    with pytest.raises(UsageError, match="is a draft and cannot be used yet") as refused:
        scale_parameters("kr")
    assert refused.value.advice == "Use one of: based2021."
    with pytest.raises(UsageError, match="no scale “nothing”"):
        scale_parameters("nothing")


def _changed(table: str, name: str, value: Any) -> dict[str, Any]:
    fields = read_toml(BUILT_IN)
    held: dict[str, Any] = fields[table] if table else fields
    if value is None:
        del held[name]
    else:
        held[name] = value
    return fields


@pytest.mark.parametrize(
    ("table", "name", "value", "said"),
    [
        ("", "id", None, "lacks the text “id”"),
        ("", "draft", "no", "“draft” is true or false"),
        ("", "colour", "red", "unknown field “colour”"),
        ("", "epoch", None, "lacks the table “epoch”"),
        ("epoch", "page_s", 14, "an epoch holds whole pages"),
        ("epoch", "bin_s", 0, "“bin_s” is not a number above 0"),
        ("epoch", "bin_s", 0.001, "at most 10,000 bins"),
        ("epoch", "pages", 3, "unknown field “pages”"),
        ("burden", "bins_of_page", 16, "are 1 to 15"),
        ("burden", "pages", 21, "are 1 to 20"),
        ("burden", "pages", 1.5, "not a whole number"),
        ("burden", "literal_percent", 101, "at most 100 %"),
        ("foci", "at_least", True, "not a whole number"),
        ("amplitude", "limit_uv", math.nan, "not a number above 0"),
        ("amplitude", "posterior_rows", "P3-O1", "not a list of texts"),
        ("display", "phase", "linear", "causal or zero"),
        ("display", "low_cut_hz", -1, "not a frequency"),
        ("parameters", "version", 2, "lacks the text “version”"),
    ],
)
def test_faults_of_a_file(table: str, name: str, value: Any, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_scale(_changed(table, name, value), "mine.toml")
    assert said in refused.value.sentence
    assert refused.value.sentence.startswith("mine.toml")


FIGURES: Mapping[tuple[float, Phase], float] = {
    (1.0, Phase.CAUSAL): 212,
    (1.0, Phase.ZERO): 150,
    (0.5, Phase.CAUSAL): 268,
    (0.5, Phase.ZERO): 240,
}


@pytest.mark.parametrize(("low_cut_hz", "phase"), FIGURES)
def test_why_the_low_cut_is_fixed(low_cut_hz: float, phase: Phase) -> None:
    """What a low cut leaves of a wave of 1 Hz and 300 µV, by the program's own filters: the figures in the file."""
    rate_hz = 256.0
    wave_uv = 150.0 * np.sin(2 * np.pi * np.arange(int(60 * rate_hz)) / rate_hz)[np.newaxis]
    shown = filter_rows(wave_uv, FilterSpec(low_cut_hz, 0.0, 0.0, phase), rate_hz)[0]
    middle = shown[int(20 * rate_hz) : int(40 * rate_hz)]
    left_uv = FIGURES[low_cut_hz, phase]
    assert np.ptp(middle) == pytest.approx(left_uv, abs=1)
    assert f"{left_uv}" in BUILT_IN.read_text(encoding="utf-8")
