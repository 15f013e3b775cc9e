"""What the statistics remember between studies: alignment, order, rows."""

from typing import cast

from eegview.app.statistics.locked_epochs import Alignment
from eegview.ui.statistics.shown import OUTLIERS, TIME
from eegview.ui.window.settings import Settings

_ALIGNMENT, _ORDER, _ROW = "statistics/alignment", "statistics/order", "statistics/row_"


class RememberedStatistics:
    """A typed view of the settings of the statistics."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def alignment(self) -> Alignment:
        held = self._settings.text(_ALIGNMENT, "onset")
        return cast(Alignment, held) if held in ("onset", "peak") else "onset"

    @alignment.setter
    def alignment(self, alignment: Alignment) -> None:
        self._settings.put(_ALIGNMENT, alignment)

    @property
    def order(self) -> str:
        held = self._settings.text(_ORDER, OUTLIERS)
        return held if held in (OUTLIERS, TIME) else OUTLIERS

    @order.setter
    def order(self, order: str) -> None:
        self._settings.put(_ORDER, order)

    def row(self, kind: str) -> str:
        """Return the row chosen last of "eeg" or "emg"; "" before any was."""
        return self._settings.text(f"{_ROW}{kind}")

    def set_row(self, kind: str, label: str) -> None:
        self._settings.put(f"{_ROW}{kind}", label)
