"""The montages and display presets there are, those of the user's own among them."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from eegview.app.lanes import Lane
from eegview.app.montage.store import load_montages
from eegview.app.presets import load_presets
from eegview.app.resources import FileFault, report_fault
from eegview.model.display.montage import Montage
from eegview.model.display.preset import Preset
from eegview.model.issue import Issue
from eegview.ui.window.remembered_display import site_notch_hz
from eegview.ui.window.settings import Settings


class MontageLibrary(QObject):
    """Every montage and preset that can be shown; montages are read again when one was made or changed."""

    changed = Signal(str)  # id of the montage to show, "" = the one shown now
    failed = Signal(object)  # EegViewError

    def __init__(self, lane: Lane, settings: Settings) -> None:
        super().__init__()
        self._lane, self._settings = lane, settings
        self.issues: list[Issue] = []
        self.own_montages: dict[str, Path] = {}  # the user's own in use, by id
        self.own_presets: dict[str, Path] = {}
        self.montages = load_montages(self.issues, self.own_montages)
        self._presets = load_presets(self.issues, self.own_presets)
        self._report()

    @property
    def presets(self) -> tuple[Preset, ...]:
        """The presets, with the notch of this site where they filter and have none of their own."""
        notch_hz = site_notch_hz(self._settings)
        return tuple(replace(one, filters=one.filters.with_site_notch(notch_hz)) for one in self._presets)

    def preset(self, preset_id: str) -> Preset:
        """Return the preset of this id; the first where its file is gone."""
        return next((preset for preset in self.presets if preset.preset_id == preset_id), self.presets[0])

    def reload(self, montage_id: str = "") -> None:
        """Read the montages again in the background, then have `montage_id` shown."""
        issues: list[Issue] = []
        own: dict[str, Path] = {}

        def read(montages: tuple[Montage, ...]) -> None:
            self.montages, self.issues, self.own_montages = montages, issues, own
            self._report()
            self.changed.emit(montage_id)

        self._lane.submit(lambda: load_montages(issues, own), read, self.failed.emit)

    def _report(self) -> None:
        for issue in self.issues:
            if isinstance(issue, FileFault):
                report_fault(issue)
