"""Sets of panels: those of the program, and the user's own."""

from pathlib import Path

import pytest

from eegview.app.trends.panels import CurveRole, PanelKind, all_panels, panel_by_id
from eegview.app.trends.sets import (
    TrendSet,
    delete_own_set,
    load_sets,
    own_set_ids,
    own_sets_file,
    save_own_set,
    set_by_id,
    set_id_for,
)
from eegview.model.errors import UsageError
from eegview.model.issue import Issue


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eegview.app.trends.sets.user_folder", lambda kind: tmp_path / kind)


def test_the_sets_of_the_program() -> None:
    sets = load_sets()
    assert [one.label for one in sets] == ["Night", "Spasms", "Background", "Treatment", "aEEG only"]
    for one in sets:
        assert len(one.shown()) == len(one.panels)
        assert one.help
    assert {p.panel_id: lines for p, lines in set_by_id("aeeg").shown()}["aeeg_left"] == 8


def test_own_sets_are_saved_and_win() -> None:
    night = TrendSet("night", "My night", ("spasms", "reeg"), (("reeg", 6.5),), "“Quoted”")
    save_own_set(night)
    mine = TrendSet("mine", "Mine", ("cdsa_left", "aeeg_pair"), pair="C3-P4")
    save_own_set(mine)
    sets = load_sets()
    assert [one.set_id for one in sets] == ["night", "spasms", "background", "treatment", "aeeg", "mine"]
    assert set_by_id("night") == night
    assert set_by_id("Mine") == mine
    assert mine.shown()[1][0].columns == ("aeeg_lower_pair", "aeeg_upper_pair")
    assert own_set_ids() == {"night", "mine"}
    assert set_id_for("Mine", sets) == "mine"
    assert set_id_for("Night", sets) == "night_2"
    assert set_id_for("…", sets) == "set"
    assert delete_own_set("night")
    assert set_by_id("night").label == "Night"
    assert delete_own_set("mine")
    assert not delete_own_set("mine")
    assert own_set_ids() == frozenset()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("set = 1", "something else"),
        ("[[set]]\nid = 'a'", "lacks the text “label”"),
        ("[[set]]\nid = 'a'\nlabel = 'A'\npanels = ['reeg']\npair = 'C3-P4'", "of its panel aeeg_pair"),
        ("[[set]]\nid = 'A b'\nlabel = 'x'\npanels = ['reeg']", "not an id"),
        ("[[set]]\nid = 'a'\nlabel = 'x'\npanels = []", "list of panels"),
        ("[[set]]\nid = 'a'\nlabel = 'x'\npanels = ['reeg', 'reeg']", "each once"),
        ("[[set]]\nid = 'a'\nlabel = 'x'\npanels = ['nothing']", "unknown panel “nothing”"),
        ("[[set]]\nid = 'a'\nlabel = 'x'\npanels = ['reeg']\nlines = {reeg = 99}", "height of “reeg”"),
        ("[[set]]\nid = 'a'\nlabel = 'x'\npanels = ['reeg']\ncolour = 1", "unknown field “colour”"),
        ("[[", "cannot be read"),
    ],
)
def test_a_fault_in_the_users_file_is_said_and_never_overwritten(text: str, said: str) -> None:
    path = own_sets_file()
    path.parent.mkdir(parents=True)
    path.write_text(text)
    issues: list[Issue] = []
    assert len(load_sets(issues)) == 5
    (issue,) = issues
    assert said in issue.message
    assert "The built-in one is used." in issue.message
    with pytest.raises(UsageError):
        save_own_set(TrendSet("mine", "Mine", ("reeg",)))
    assert path.read_text() == text


def test_what_cannot_be_read_back_is_not_written() -> None:
    with pytest.raises(UsageError, match="unknown panel"):
        save_own_set(TrendSet("mine", "Mine", ("nothing",)))
    assert not own_sets_file().exists()


def test_a_set_that_is_not_there() -> None:
    with pytest.raises(UsageError, match=r"no set of trends “other”\.") as caught:
        set_by_id("other")
    assert "night" in caught.value.advice


def test_panels_are_whole() -> None:
    panels = all_panels()
    assert len({panel.panel_id for panel in panels}) == len(panels)
    for panel in panels:
        assert panel.title
        assert panel.help
        assert panel_by_id(panel.panel_id) == panel
        if panel.curves:
            assert panel.low < panel.high
            assert all(panel.low <= tick <= panel.high for tick in panel.ticks)
            assert (panel.kind is PanelKind.SPECTROGRAM) == (panel.curves[0].role is CurveRole.MAP)
            if panel.kind is PanelKind.LOG:
                assert panel.low > 0
        roles = [curve.role for curve in panel.curves]
        for number, role in enumerate(roles):
            assert role is not CurveRole.LOWER or roles[number + 1] is CurveRole.UPPER
    assert panel_by_id("nothing") is None
