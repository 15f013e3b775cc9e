"""What others make and we rely on: a Qt that keeps count, resources that can be read."""

import gc
import sys
import tomllib

import pytest
from PySide6.QtCore import QEvent, QObject, Signal

from eegview.app.diary.family_form import LANGUAGES as FORM_LANGUAGES
from eegview.app.help.book import load_book
from eegview.app.mimics.palette import PALETTE_FILE, load_palette
from eegview.app.montage.store import load_montages, parse_montage
from eegview.app.presets import load_presets
from eegview.app.report.labels import languages
from eegview.app.report.template import load_templates
from eegview.app.resources import resources_folder
from eegview.app.response.rules import load_rules, usual_names
from eegview.app.scoring.scales import load_scales
from eegview.app.scoring.second.draft_scales import draft_scales
from eegview.app.shortcuts import load_shortcut_maps
from eegview.app.themes import read_theme
from eegview.app.tour.steps import read_tour
from eegview.app.training.cases.questions import load_questions
from eegview.app.training.cases.shipped import shipped_recipe
from eegview.app.trends.plan import KIND as TRENDS
from eegview.app.trends.plan import SETS_FILE, family_names
from eegview.app.vocabulary.import_texts import IMPORT_TEXTS
from eegview.app.vocabulary.store import load_vocabulary

FOUND_BY_NAME = (TRENDS, "response", "training", "treatment")  # folders whose files have no id
N_CALLS = 2000
SLACK = 200  # other parts of the process take and drop None as well


class Caller(QObject):
    """A widget's daily bread: signals, properties, overridden methods."""

    told = Signal(object)

    def customEvent(self, event: object) -> None:
        """Do nothing, and return None to Qt."""


def references_lost(call) -> int:
    """Return how many references to None `N_CALLS` calls lose."""
    call()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(N_CALLS):
        call()
    return before - sys.getrefcount(None)


# PySide6 6.12.0 on CPython 3.11 drops one reference to None a call; some thousand calls on, the interpreter dies.
# From 3.12 on None is immortal and the count stands still.
def test_qt_loses_no_reference_to_none() -> None:
    caller = Caller()
    caller.told.connect(lambda _value: None)
    event = QEvent(QEvent.Type.User)
    calls = {
        "a method without a result": lambda: caller.setObjectName("caller"),
        "a property": lambda: caller.setProperty("role", None),
        "a signal": lambda: caller.told.emit(None),
        "parents": lambda: caller.setParent(None),
        "an overridden method": lambda: caller.event(event),
    }
    lost = {name: references_lost(call) for name, call in calls.items()}
    assert {name: n for name, n in lost.items() if n > SLACK} == {}


def test_the_count_would_see_a_loss() -> None:
    """Each kept None is a reference more: the measure above moves by as many as there are calls."""
    if sys.version_info >= (3, 12):
        pytest.skip("None is immortal here: its count does not move")
    kept: list[None] = []
    assert references_lost(lambda: kept.append(None)) == pytest.approx(-N_CALLS, abs=SLACK)


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(resources_folder())) for path in resources_folder().rglob("*.toml"))
)
def test_every_resource_is_toml_with_an_id_like_its_file(name: str) -> None:
    path = resources_folder() / name
    if path.parent.name in FOUND_BY_NAME or path.name.startswith("labels."):
        pytest.skip("numbers, sets of panels, words of a language: found by the file's name")
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    values = values.get("vocabulary") or values.get("template") or values
    assert values["id"] == path.stem
    assert values["label"]


def test_every_resource_is_used(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is found by what reads its folder; a new folder of resources is told here first."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    stems = {
        folder.name: {path.stem for path in folder.glob("*.toml")}
        for folder in resources_folder().iterdir()
        if any(folder.glob("*.toml"))
    }
    found = {
        "diary": {f"family_form.{name}" for name in FORM_LANGUAGES},
        "help": ({"tour"} if read_tour() else set()) | ({"contents"} if load_book().pages else set()),
        "mimics": {PALETTE_FILE.removesuffix(".toml")} if load_palette().mimics else set(),
        "montages": {montage.montage_id for montage in load_montages()},
        "presets": {preset.preset_id for preset in load_presets()},
        "scales": {scale.scale_id for scale in load_scales()} | {draft.scale_id for draft in draft_scales()},
        TRENDS: {*family_names(), SETS_FILE.removesuffix(".toml")},
        "reports": {t.template_id for t in load_templates()} | {f"labels.{name}" for name in languages()},
        "response": {"rules"} if load_rules().remission else set(),
        "training": {"questions" if load_questions() else "", "shipped_set" if shipped_recipe() else ""},
        "treatment": {"drugs"} if usual_names().drugs else set(),
        "shortcuts": {shortcuts.map_id for shortcuts in load_shortcut_maps()},
        "themes": {read_theme(path).theme_id for path in (resources_folder() / "themes").glob("*.toml")},
        "vocabularies": {load_vocabulary(built_in_only=True).vocabulary_id, IMPORT_TEXTS},
    }
    assert stems == found


def test_montages_parse_each_alone() -> None:
    for path in (resources_folder() / "montages").glob("*.toml"):
        assert parse_montage(tomllib.loads(path.read_text(encoding="utf-8")), path.name).label
