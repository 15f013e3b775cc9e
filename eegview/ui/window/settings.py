"""What the program remembers between sessions. No marks, no patient data beyond the paths of recent files."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QScreen

from eegview.app.library.opening import Reviewer

N_RECENT = 10


class Settings:
    """A typed view of one INI file."""

    def __init__(self, path: Path) -> None:
        self._values = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        return str(self._values.value(key, default) or default)

    def number(self, key: str, default: float) -> float:
        try:
            return float(str(self._values.value(key, default)))
        except ValueError:
            return default  # a hand-edited file must not keep the window from opening

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
    def recent_files(self) -> list[str]:
        value = self._values.value("recent/files", [])
        return [value] if isinstance(value, str) else [str(v) for v in value] if isinstance(value, list) else []

    def add_recent_file(self, path: str) -> None:
        self.put("recent/files", [path, *(p for p in self.recent_files if p != path)][:N_RECENT])

    def px_per_mm(self, screen: QScreen) -> float | None:
        """Return logical pixels per millimetre as calibrated by hand on this screen, None if never done."""
        value = self.number(f"calibration/{_screen_key(screen)}", 0.0)
        return value if value > 0 else None

    def set_px_per_mm(self, screen: QScreen, px_per_mm: float) -> None:
        self.put(f"calibration/{_screen_key(screen)}", px_per_mm)

    def forget_px_per_mm(self, screen: QScreen) -> None:
        self._values.remove(f"calibration/{_screen_key(screen)}")


def _screen_key(screen: QScreen) -> str:
    size = screen.size()
    name = "".join(c if c.isalnum() else "-" for c in screen.name())
    return f"{name}_{size.width()}x{size.height()}_{screen.devicePixelRatio():g}"


def assumed_px_per_mm(screen: QScreen) -> float:
    """Return what the screen says of itself; a screen that says nothing sensible counts as 96 dots an inch."""
    dots_per_inch = screen.physicalDotsPerInch()
    return (dots_per_inch if 50 <= dots_per_inch <= 400 else 96.0) / 25.4
