"""What the program remembers between sessions. No marks, no patient data beyond the paths of recent files."""

import os
import tempfile
from collections.abc import Sequence
from math import inf, isfinite, nan
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QScreen

from eegview.app.library.opening import Reviewer
from eegview.app.resources import FileFault, report_fault, unwritable
from eegview.app.study.recent import RecentStudy, recent_from_text, recent_to_text
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule

LANGUAGE = "display/language"
MOST_PX_PER_MM = 1000.0
_MOST_BYTES = 4 << 20


class Settings:
    """A typed view of one INI file.

    faults : what is wrong with the file or its folder; the program runs on, with what can be read
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        held, self.faults = _looked_at(path)
        self._values = QSettings(str(held), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        value = self._values.value(key, default)
        if isinstance(value, list):  # written by hand with a comma in it
            value = ", ".join(map(str, value))
        return str(value or default)

    def number(self, key: str, default: float, lowest: float = -inf, highest: float = inf) -> float:
        """Return a number from `lowest` to `highest`; `default` for anything else a hand has written."""
        held = self._values.value(key, default)
        try:
            value = float(str(held))
        except ValueError:
            value = nan
        if isfinite(value) and lowest <= value <= highest:
            return value
        report_fault(_fault(self._path, f"{key} is “{str(held)[:40]}”, not a valid number; {default:g} is used"))
        return default

    def put(self, key: str, value: str | float | QByteArray | list[str]) -> None:
        self._values.setValue(key, value)

    def blob(self, key: str) -> QByteArray:
        value = self._values.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def sync(self) -> None:
        self._values.sync()

    # the nouns

    @property
    def reviewer(self) -> Reviewer:
        return Reviewer(self.text("reviewer/name", "me"), self.text("reviewer/role", "technologist"))

    def set_reviewer(self, reviewer: Reviewer) -> None:
        self.put("reviewer/name", reviewer.name)
        self.put("reviewer/role", reviewer.role)

    @property
    def recent_studies(self) -> tuple[RecentStudy, ...]:
        """The studies opened last, the last one first."""
        if self._values.contains("recent/studies"):
            return recent_from_text(self.text("recent/studies"))
        value = self._values.value("recent/files", [])  # as earlier versions kept them
        paths = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return tuple(RecentStudy((str(path),)) for path in paths if path)

    @property
    def has_reviewer(self) -> bool:
        """Whether a reviewer was ever named on this computer."""
        return bool(self.text("reviewer/name"))

    def set_recent_studies(self, studies: Sequence[RecentStudy]) -> None:
        self.put("recent/studies", recent_to_text(studies))
        self._values.remove("recent/files")

    @property
    def cluster_rule(self) -> ClusterRule:
        """By which clusters are formed, as it was used last."""
        return ClusterRule(
            max(1, round(self.number("clusters/min_spasms", 3, 1, 1e6))),
            max(1.0, self.number("clusters/interval_s", 60, 0, 1e9)),
        )

    @property
    def same_event(self) -> SameEventRule:
        """By which marks are one event, as it was used last."""
        return SameEventRule(min(max(0.0, self.number("marks/same_event_s", SAME_EVENT_S)), 30.0))

    def save_folder(self, recording: str = "") -> Path:
        """Return where a dialog that saves something begins.

        Where something of this recording was saved last; else beside it; where that cannot be written, or there is no
        recording, where anything was saved last.
        """
        last = self.text("save/folder")
        beside = str(Path(recording).absolute().parent) if recording else ""
        if beside and self.text("save/recording") != beside and os.access(beside, os.W_OK):
            return Path(beside)
        return Path(last) if last and Path(last).is_dir() else Path.home()

    def saved_in(self, folder: Path, recording: str = "") -> None:
        """Remember where something was saved, of a recording or of none."""
        self.put("save/folder", str(folder))
        self.put("save/recording", str(Path(recording).absolute().parent) if recording else "")

    def px_per_mm(self, screen: QScreen) -> float | None:
        """Return logical pixels per millimetre as calibrated by hand on this screen, None if never done."""
        value = self.number(f"calibration/{_screen_key(screen)}", 0.0, 0.0, MOST_PX_PER_MM)
        return value if value > 0 else None

    def set_px_per_mm(self, screen: QScreen, px_per_mm: float) -> None:
        self.put(f"calibration/{_screen_key(screen)}", px_per_mm)

    def forget_px_per_mm(self, screen: QScreen) -> None:
        self._values.remove(f"calibration/{_screen_key(screen)}")


def _looked_at(path: Path) -> tuple[Path, tuple[FileFault, ...]]:
    """Return the file to hold settings in, `path` wherever that can be read, and what is wrong with it."""
    if os.path.lexists(path):
        try:
            if not path.is_file():
                what = "a folder" if path.is_dir() else "not a plain file"
                return _held_for_now(), (_fault(path, f"it is {what}; settings are lost when you quit"),)
            with path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
        except OSError as error:
            what = f"it cannot be read ({error.strerror}); settings are lost when you quit"
            return _held_for_now(), (_fault(path, what),)
        if len(content) > _MOST_BYTES:
            return _held_for_now(), (_fault(path, "it is too large to be a settings file and is ignored"),)
        try:
            number = _line_of_fault(content.decode("utf-8"))
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            return path, (_fault(path, f"line {line} is not in UTF-8"),)
        if number is not None:
            return path, (_fault(path, f"line {number} is not NAME=VALUE and is ignored"),)
    reason = unwritable(path.parent)
    if reason or (path.exists() and not os.access(path, os.W_OK)):
        what = f"settings cannot be saved there ({reason or 'it may not be written'}); settings are lost"
        return path, (_fault(path, f"{what} when you quit"),)
    return path, ()


def _held_for_now() -> Path:
    """Return a file of this run's own."""
    return Path(tempfile.mkdtemp(prefix="eegview-settings-")) / "settings.ini"


def _line_of_fault(text: str) -> int | None:
    """Return the number of the first line that is neither NAME=VALUE, nor a [section], nor a comment."""
    lines = text.removeprefix("\ufeff").splitlines()
    for number, line in enumerate((line.strip() for line in lines), 1):
        is_other = not line or line.startswith((";", "#")) or (line.startswith("[") and line.endswith("]"))
        if not is_other and line.find("=") < 1:
            return number
    return None


def _fault(path: Path, what: str) -> FileFault:
    return FileFault("settings_file", f"{path}: {what}.", path)


def _screen_key(screen: QScreen) -> str:
    size = screen.size()
    name = "".join(c if c.isalnum() else "-" for c in screen.name())
    return f"{name}_{size.width()}x{size.height()}_{screen.devicePixelRatio():g}"


def assumed_px_per_mm(screen: QScreen) -> float:
    """Return what the screen says of itself; a screen that says nothing sensible counts as 96 dots an inch."""
    dots_per_inch = screen.physicalDotsPerInch()
    return (dots_per_inch if 50 <= dots_per_inch <= 400 else 96.0) / 25.4
