"""Links of a report, `eegview:` addresses that reopen the page, the settings and the frame a value came from."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, quote, urlencode

from eegview.model.errors import UsageError
from eegview.model.span import Span

SCHEME = "eegview"
MOST_LETTERS = 32_768  # of an address; one with 200 marks has 8000
MOST_MARKS, MOST_SETTINGS = 500, 40
_LONGEST_VALUE = 300
_LATEST_S = 1e8  # three years; no recording is longer
_FINGERPRINT = re.compile(r"[0-9A-Za-z._-]{1,128}")
_MARK = re.compile(r"[0-9A-Za-z._:-]{1,128}")


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
    """Return the link an address stands for; an address comes from outside, so it is limited in every part.

    Raises
    ------
    UsageError : it is no such address, a part of it is missing or cannot be read, or it is larger than any link
    """
    text = text.strip()
    scheme, _, rest = text.partition(":")
    place, _, query = rest.partition("?")
    if len(text) > MOST_LETTERS or scheme.casefold() != SCHEME or place not in set(Place):
        raise _unreadable()
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_SETTINGS + 8)
        held = dict(pairs)
        span = Span(_time_s(held["from"]), _time_s(held["to"]))
        frame_s = _time_s(held["frame"]) if "frame" in held else None
        fingerprint = held["recording"]
    except (KeyError, ValueError):
        raise _unreadable() from None
    marks = tuple(filter(None, held.get("marks", "").split(",")))
    settings = {name.removeprefix("set."): value for name, value in held.items() if name.startswith("set.")}
    is_sound = (
        len(held) == len(pairs)  # nothing is said twice
        and _FINGERPRINT.fullmatch(fingerprint) is not None
        and len(marks) <= MOST_MARKS
        and all(_MARK.fullmatch(mark) for mark in marks)
        and len(settings) <= MOST_SETTINGS
        and all(len(name) + len(value) <= _LONGEST_VALUE for name, value in settings.items())
    )
    if not is_sound:
        raise _unreadable()
    return EvidenceLink(fingerprint, span, Place(place), frame_s, marks, settings)


def _time_s(text: str) -> float:
    """Return a time of a link; raise ValueError where no recording has one."""
    time_s = float(text)
    if not (math.isfinite(time_s) and 0.0 <= time_s <= _LATEST_S):
        raise ValueError("not a time of a recording")
    return time_s


def _unreadable() -> UsageError:
    return UsageError("This is not a link of an eegview report.", "Copy the whole link, from “eegview:” to its end.")
