"""An address as somebody pasted or clicked it: what is understood of it, and what is left aside."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from eegview.model.display.filters import Phase
from eegview.model.report.link import SCHEME, EvidenceLink, parse_link

_MOST_NAMED = 5  # of settings that are left aside
_NAME_LETTERS = 30


@dataclass(frozen=True, slots=True)
class ReadLink:
    """What an address stands for.

    link : with the settings that are understood
    ignored : names of the settings that are not, or whose value is none of theirs
    """

    link: EvidenceLink
    ignored: tuple[str, ...] = ()

    @property
    def remark(self) -> str:
        """Return what is said of the settings left aside, "" for none."""
        if not self.ignored:
            return ""
        named = ", ".join(self.ignored[:_MOST_NAMED])
        more = len(self.ignored) - _MOST_NAMED
        listed = f"{named} and {more} more" if more > 0 else named
        return f"Not understood in the link, left as it is: {listed}."


def is_link(text: str) -> bool:
    """Whether a text is meant as a link of a report, be it sound or not."""
    return text.strip().casefold().startswith(f"{SCHEME}:")


def read_link(text: str) -> ReadLink:
    """Return what an address stands for, without the settings that are not understood.

    Raises
    ------
    UsageError : it is no link, see `parse_link`
    """
    link = parse_link(text)
    kept = {name: value for name, value in link.settings.items() if name in _SETTINGS and _SETTINGS[name](value)}
    ignored = tuple(_shown(name) for name in sorted(link.settings) if name not in kept)
    return ReadLink(replace(link, settings=kept), ignored)


def _is_number(lowest: float, highest: float) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            value = float(text)
        except ValueError:
            return False
        return math.isfinite(value) and lowest <= value <= highest

    return check


def _is_name(text: str) -> bool:
    return bool(text) and text.isprintable()


_SETTINGS: dict[str, Callable[[str], bool]] = {
    "montage": _is_name,
    "page_s": _is_number(0.1, 86_400.0),
    "sensitivity_uv_per_mm": _is_number(1e-3, 1e6),
    "lff_hz": _is_number(0.0, 1e5),
    "hff_hz": _is_number(0.0, 1e5),
    "notch_hz": _is_number(0.0, 1e5),
    "phase": lambda text: text in set(Phase),
    "layer": _is_name,
    "term": _is_name,
    "scale": _is_name,
    "reader": _is_name,
}


def _shown(name: str) -> str:
    """Return a name from outside as it may stand in a sentence."""
    return "".join(letter for letter in name if letter.isprintable())[:_NAME_LETTERS] or "?"
