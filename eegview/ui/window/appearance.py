"""How the window looks: theme, size of text and controls, true millimetres on the screen it is on."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication

from eegview.app.themes import Theme, load_themes
from eegview.ui.window.main_window import MainWindow
from eegview.ui.window.settings import Settings, assumed_px_per_mm
from eegview.ui.window.style import apply_style

SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


def chosen_theme(themes: tuple[Theme, ...], settings: Settings) -> Theme:
    """Return the theme used last, else the first."""
    wanted = settings.text("display/theme", "paper")
    return next((theme for theme in themes if theme.theme_id == wanted), themes[0])


class Appearance(QObject):
    """Theme, scale and calibration of one window, kept in the settings."""

    style_changed = Signal()  # theme, scale or calibration

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__()
        self._app, self._settings = app, settings
        self.own_themes: dict[str, Path] = {}  # the user's own in use, by id
        self.themes = load_themes(own=self.own_themes)
        self.scale = settings.number("display/scale", 1.0, 0.5, 4.0)
        theme = chosen_theme(self.themes, settings)
        apply_style(app, theme, self.scale)
        self.window = MainWindow(theme)

    @property
    def theme(self) -> Theme:
        return self.window.page.theme

    def use_theme(self, theme_id: str) -> None:
        """Show everything in another theme.

        Raises
        ------
        StopIteration
            There is no such theme.
        """
        theme = next(theme for theme in self.themes if theme.theme_id == theme_id)
        self._settings.put("display/theme", theme_id)
        apply_style(self._app, theme, self.scale)
        self.window.page.set_theme(theme)
        self.window.sidebar.set_theme(theme)
        self.style_changed.emit()

    def use_scale(self, scale: float) -> None:
        """Show texts and controls larger or smaller; 1.0 is their size at 100 %."""
        self.scale = scale
        self._settings.put("display/scale", scale)
        apply_style(self._app, self.theme, scale)
        self.window.sidebar.set_theme(self.theme)
        self.style_changed.emit()

    # calibration

    def px_per_mm(self) -> float:
        """Return logical pixels per millimetre on the screen the window is on."""
        screen = self.window.screen()
        return self._settings.px_per_mm(screen) or assumed_px_per_mm(screen)

    @property
    def is_calibrated(self) -> bool:
        """Whether a person has measured the screen the window is on."""
        return self._settings.px_per_mm(self.window.screen()) is not None

    def calibrate(self, screen: QScreen, px_per_mm: float | None) -> None:
        """Keep what was measured on a screen; None forgets it."""
        if px_per_mm is None:
            self._settings.forget_px_per_mm(screen)
        else:
            self._settings.set_px_per_mm(screen, px_per_mm)
        self.style_changed.emit()
