"""Coded concepts of DICOM EEG: leads, units, and what marks say (PS3.16)."""

from dataclasses import dataclass
from typing import Final

from eegview.model.channel import Channel, ChannelKind
from eegview.model.lead_codes import lead_code
from eegview.model.naming import channel_name

OWN: Final = "99EEGVIEW"  # designators that begin with 99 are for codes of one's own, PS3.3 8.2
LONGEST_CODE: Final = 16
LONGEST_MEANING: Final = 64

_UCUM: Final = {  # a unit as files have it → its code in UCUM, and its name
    "uV": ("uV", "microvolt"),
    "mV": ("mV", "millivolt"),
    "V": ("V", "volt"),
    "nV": ("nV", "nanovolt"),
    "": ("1", "no units"),
    "%": ("%", "percent"),
    "°C": ("Cel", "degree Celsius"),
    "mmHg": ("mm[Hg]", "millimeter of mercury"),
    "cmH2O": ("cm[H2O]", "centimeter of water"),
    "/min": ("/min", "per minute"),
    "Hz": ("Hz", "hertz"),
    "s": ("s", "second"),
    "ms": ("ms", "millisecond"),
    "°": ("deg", "degree"),
}
DIFFERENCE: Final = ("DCM", "109006", "Differential signal")
_KINDS: Final = {  # where no electrode is named: context groups 3001 “ECG Lead” and 3005 “Respiration Waveform”
    ChannelKind.ECG: ("MDC", "2:0"),
    ChannelKind.RESPIRATION: ("DCM", "109117"),
}
_MARKS: Final = {  # what is marked, in small letters → its code in context groups 3035 to 3039
    "sleep stage n1": ("DCM", "130834"),
    "sleep stage n2": ("DCM", "130835"),
    "sleep stage n3": ("DCM", "130836"),
    "sleep stage w": ("MDC", "2:23672"),
    "sleep stage wake": ("MDC", "2:23672"),
    "sleep stage r": ("MDC", "2:23680"),
    "sleep stage rem": ("MDC", "2:23680"),
    "sleep spindle": ("MDC", "2:23744"),
    "sleep spindles": ("MDC", "2:23744"),
    "sleep k complex": ("MDC", "2:23768"),
    "burst suppression": ("MDC", "2:23952"),
    "spike and wave complex": ("MDC", "2:23920"),
    "eye blink": ("MDC", "2:24280"),
    "eyes closed": ("MDC", "2:24320"),
    "eyes open": ("MDC", "2:24328"),
    "artifact": ("MDC", "3:432"),
    "lead disconnected": ("MDC", "3:268"),
    "hyperventilation": ("SCT", "68978004"),
    "hyperventilation begin": ("DCM", "130413"),
    "hyperventilation end": ("DCM", "130414"),
    "post-hyperventilation": ("DCM", "130415"),
    "event button pressed": ("DCM", "130893"),
    "video recording on": ("DCM", "130887"),
    "video recording off": ("DCM", "130888"),
}


@dataclass(frozen=True, slots=True)
class Concept:
    """A coded concept: value, scheme, and meaning in words."""

    value: str
    scheme: str
    meaning: str


def source_of(channel: Channel, fits_label: bool) -> tuple[Concept, tuple[Concept, ...]]:
    """Return what a channel was recorded from, and what modifies that.

    An EEG lead has its standard code; where its reference is known, modifiers say that it is a difference, and to which
    lead (PS3.3 A.34.12.4.5). All else has its kind in a code of our own.

    fits_label : the channel's label is written elsewhere; where not, the meaning carries it
    """
    if fits_label:
        first, _, second = channel.name.partition("-")
        if not second and channel_name(channel.label).startswith(f"{first}-"):
            second = channel_name(channel.label).removeprefix(f"{first}-")  # the reference that all channels share
        lead, other = (lead_code(name) if channel.kind is ChannelKind.EEG else None for name in (first, second))
        if lead is not None and (other is not None or "-" not in channel.name):
            modifiers = (_concept(DIFFERENCE), _concept(other)) if other is not None else ()
            return _concept(lead), modifiers
        if channel.kind in _KINDS:
            scheme, value = _KINDS[channel.kind]
            return Concept(value, scheme, "Unspecified lead" if scheme == "MDC" else "Respiration Waveform"), ()
    meaning = line(channel.label) or channel.name
    return Concept(channel.kind.value, OWN, meaning[:LONGEST_MEANING].strip()), ()


def unit_of(unit: str) -> Concept:
    """Return a unit of measurement as a code."""
    known = _UCUM.get(unit)
    if known is not None:
        return Concept(known[0], "UCUM", known[1])
    text = line(unit)
    return Concept(text[:LONGEST_CODE].strip() or "?", OWN, text[:LONGEST_MEANING].strip() or "?")


def mark_concept(text: str) -> Concept | None:
    """Return the code of what a mark says, in its own words; None where none surely means the same."""
    found = _MARKS.get(text.casefold())
    return None if found is None else Concept(found[1], found[0], text)


def _concept(code: tuple[str, str, str]) -> Concept:
    scheme, value, meaning = code
    return Concept(value, scheme, meaning)


def line(text: str) -> str:
    r"""Return a text as one value of one line: a backslash would part it."""
    return " ".join("".join(c if c.isprintable() and c != "\\" else " " for c in text).split())
