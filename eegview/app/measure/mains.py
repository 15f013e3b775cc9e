"""The mains frequency of a recording's site, as far as it is known."""

import re

from eegview.app.measure.request import MAINS_HZ
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters
from eegview.model.recording import Recording

_NOTCH = re.compile(r"\b(?:N|NOTCH)[\s:=]*(50|60)(?:\.0*)?\s*Hz", re.IGNORECASE)  # "HP:0.5Hz LP:70Hz N:50Hz"


def mains_of(recording: Recording, filters: DisplayFilters, site_notch_hz: float) -> tuple[float, ...]:
    """Return the mains frequency by the page's notch, the site's setting or the recorder's notch; both if none says.

    site_notch_hz : as it was set for this site, 0 = never
    """
    specs = [filters.for_kind(ChannelKind.EEG), *(spec for _kind, spec in filters.by_kind)]
    said = [spec.notch_hz for spec in specs] + [site_notch_hz]
    said += [float(found[1]) for c in recording.channels if (found := _NOTCH.search(c.prefilter))]
    return next(((hz,) for hz in said if hz), MAINS_HZ)
