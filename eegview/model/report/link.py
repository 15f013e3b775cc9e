"""Links of a report, `eegview:` addresses that reopen the page, the settings and the frame a value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, quote, urlencode

from eegview.model.errors import UsageError
from eegview.model.span import Span

SCHEME = "eegview"


class Place(StrEnum):
    """Where in the program a value is seen."""

    PAGE = "page"
    TRENDS = "trends"
    SCORE = "score"
    SPASMS = "spasms"
    CLUSTERS = "clusters"
    HISTORY = "history"
    COMPARE = "compare"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """Where a value came from.

    fingerprint : identity of the recording, never its name or path
    span : what the value was read from, seconds from recording start
    place : which screen shows it
    frame_s : the recording time of the video frame to show, None = none
    marks : ids of the marks it was counted from
    settings : display settings by name, as `app.review.signing.settings_text` names them (`montage`, `page_s`,
        `sensitivity_uv_per_mm`, `lff_hz`, `hff_hz`, `notch_hz`, `phase` …), each as text; empty = as the reader has
        them
    """

    fingerprint: str
    span: Span
    place: Place = Place.PAGE
    frame_s: float | None = None
    marks: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def url(self) -> str:
        """Return the link as an address: `eegview:page?recording=…&from=…&to=…`."""
        held = [("recording", self.fingerprint), ("from", repr(self.span.start_s)), ("to", repr(self.span.stop_s))]
        if self.frame_s is not None:
            held.append(("frame", repr(self.frame_s)))
        if self.marks:
            held.append(("marks", ",".join(self.marks)))
        held += [(f"set.{name}", value) for name, value in sorted(self.settings.items())]
        return f"{SCHEME}:{self.place}?{urlencode(held, quote_via=quote)}"


def parse_link(text: str) -> EvidenceLink:
    """Return the link an address stands for.

    Raises
    ------
    UsageError : it is no such address, or a part of it is missing or cannot be read
    """
    scheme, _, rest = text.strip().partition(":")
    place, _, query = rest.partition("?")
    if scheme.casefold() != SCHEME or place not in set(Place):
        raise _unreadable()
    held = dict(parse_qsl(query, keep_blank_values=True))
    try:
        span = Span(float(held["from"]), float(held["to"]))
        frame_s = float(held["frame"]) if "frame" in held else None
        fingerprint = held["recording"]
    except (KeyError, ValueError):
        raise _unreadable() from None
    return EvidenceLink(
        fingerprint,
        span,
        Place(place),
        frame_s,
        tuple(filter(None, held.get("marks", "").split(","))),
        {name.removeprefix("set."): value for name, value in held.items() if name.startswith("set.")},
    )


def _unreadable() -> UsageError:
    return UsageError("This is not a link of an eegview report.", "Copy the whole link, from “eegview:” to its end.")
