"""What the reviewer wants measured, and how it is drawn."""

from dataclasses import dataclass

from eegview.app.measure.request import BANDS, Source
from eegview.ui.window.settings import Settings

TOPS_HZ = (30.0, 70.0, 120.0)
GROUPS, ALL_ROWS = "", "*"  # what the plot shows, beside single rows by their labels


@dataclass(frozen=True, slots=True)
class MeasureChoice:
    """The reviewer's choices in the panel.

    band_id : of the head map, "" = voltage
    shown : what the plot shows: `GROUPS`, `ALL_ROWS` or the label of a row; a row is not remembered
    """

    source: Source = Source.PAGE
    is_unfiltered: bool = False
    band_id: str = ""
    shown: str = GROUPS
    is_log: bool = True
    top_hz: float = TOPS_HZ[0]


def remembered_choice(settings: Settings) -> MeasureChoice:
    """Return what was chosen last; never unfiltered, which is a choice for the moment."""
    source = settings.text("measure/source", Source.PAGE.value)
    band_id = settings.text("measure/band")
    top_hz = settings.number("measure/top_hz", TOPS_HZ[0])
    return MeasureChoice(
        Source(source) if source in tuple(Source) else Source.PAGE,
        False,
        band_id if band_id in [band.band_id for band in BANDS] else "",
        ALL_ROWS if settings.text("measure/shown") == ALL_ROWS else GROUPS,
        settings.text("measure/scale", "log") != "linear",
        top_hz if top_hz in TOPS_HZ else TOPS_HZ[0],
    )


def remember_choice(settings: Settings, choice: MeasureChoice) -> None:
    """Keep what is chosen for the next time."""
    settings.put("measure/source", choice.source.value)
    settings.put("measure/band", choice.band_id)
    settings.put("measure/top_hz", choice.top_hz)
    settings.put("measure/scale", "log" if choice.is_log else "linear")
    if choice.shown in (GROUPS, ALL_ROWS):
        settings.put("measure/shown", choice.shown)
