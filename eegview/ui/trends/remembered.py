"""What the trends remember between studies: panels and their order, the set, the length shown, colours."""

from eegview.app.trends.sets import DEFAULT_SET_ID
from eegview.ui.trends.drawing.panels import drawn_panels
from eegview.ui.window.settings import Settings

_SHOWN, _SET, _LENGTH, _PAIR = "trends/shown", "trends/set", "trends/length_s", "trends/pair"
_LOW, _HIGH, _DIM, _SIDE = "trends/low_db", "trends/high_db", "trends/dim", "trends/side"
FIRST_LEVEL_DB = -5, 40


class RememberedTrends:
    """A typed view of the settings of the trends."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the panels shown last, from above; () before any choice, and after one that is not known any more."""
        known = {panel.panel_id for panel in drawn_panels()}
        return tuple(one for one in self._settings.text(_SHOWN).replace(" ", "").split(",") if one in known)

    @shown.setter
    def shown(self, panel_ids: tuple[str, ...]) -> None:
        self._settings.put(_SHOWN, ",".join(panel_ids))

    @property
    def set_id(self) -> str:
        return self._settings.text(_SET, DEFAULT_SET_ID)

    @set_id.setter
    def set_id(self, set_id: str) -> None:
        self._settings.put(_SET, set_id or "none")

    @property
    def pair(self) -> str:
        """The electrodes of the aEEG of a pair, "C3-P4"; "" before any were chosen."""
        return self._settings.text(_PAIR)

    @pair.setter
    def pair(self, pair: str) -> None:
        self._settings.put(_PAIR, pair)

    @property
    def length_s(self) -> float:
        """Return how many seconds were shown last, 0 = all of the study."""
        return self._settings.number(_LENGTH, 0.0, 0.0, 1e7)

    @length_s.setter
    def length_s(self, length_s: float) -> None:
        self._settings.put(_LENGTH, length_s)

    @property
    def level_db(self) -> tuple[int, int]:
        low = round(self._settings.number(_LOW, FIRST_LEVEL_DB[0], -60, 100))
        high = round(self._settings.number(_HIGH, FIRST_LEVEL_DB[1], -60, 100))
        return (low, high) if high > low else FIRST_LEVEL_DB

    @level_db.setter
    def level_db(self, level_db: tuple[int, int]) -> None:
        self._settings.put(_LOW, level_db[0])
        self._settings.put(_HIGH, level_db[1])

    @property
    def is_dimmed(self) -> bool:
        return self._settings.text(_DIM, "yes") != "no"

    @is_dimmed.setter
    def is_dimmed(self, is_dimmed: bool) -> None:
        self._settings.put(_DIM, "yes" if is_dimmed else "no")

    @property
    def has_side(self) -> bool:
        return self._settings.text(_SIDE, "yes") != "no"

    @has_side.setter
    def has_side(self, has_side: bool) -> None:
        self._settings.put(_SIDE, "yes" if has_side else "no")
