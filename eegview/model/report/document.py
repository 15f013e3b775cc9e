"""A report as a document: sections of fields, tables and figures; how it looks on paper or screen stands elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from eegview.model.report.link import EvidenceLink


class State(StrEnum):
    """Whether a field of a report was answered."""

    GIVEN = "given"
    NOT_ASSESSED = "not_assessed"
    NOT_APPLICABLE = "not_applicable"


class Tone(StrEnum):
    """How a run of text is set."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    CAUTION = "caution"
    BADGE = "badge"


_UNIT_TEXTS = {"count": "", "per_hour": "/h", "per_min": "/min", "uV": " µV"}


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a report, with the data it came from.

    text : as printed, with its unit ("12.0 s", "138", "56 %")
    name : stable id in the JSON ("spasms.total")
    number : the same as a number in `unit`, None where it is a word
    unit : "s", "uV", "%", "per_hour", "count" …, "" for a word
    low, high : ends of the 95 % interval in `unit`, None where there is none
    interval_method : how the interval was computed ("exact Poisson"), or why there is none
    basis : what it was counted or measured from, one short sentence ("layer Final, 37 min 20 s reviewed")
    link : where it reopens
    """

    text: str
    name: str = ""
    number: float | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    interval_method: str = ""
    basis: str = ""
    link: EvidenceLink | None = None

    @property
    def interval_text(self) -> str:
        """Return `95 % CI 1.2–3.4/h`, `95 % CI ≥ 1.2/h` where one end is open, "" where there is no interval."""
        if self.low is None and self.high is None:
            return ""
        if self.low is None or self.high is None:
            sign, end = ("≤", self.high) if self.low is None else ("≥", self.low)
            ends = f"{sign} {_end_text(end)}"
        else:
            ends = (" – " if self.low < 0 else "–").join(map(_end_text, (self.low, self.high)))
        unit = _UNIT_TEXTS.get(self.unit, f" {self.unit}".rstrip())
        return f"95 % CI {ends}{unit}"


def _end_text(end: float | None) -> str:
    """Return an end of an interval with three figures, never as a power of ten."""
    if end is None:
        return ""
    return (f"{end:.0f}" if abs(end) >= 100 else f"{end:.3g}").replace("-", "−")


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text of one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Run = Words | Value
Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One item of a section.

    field_id : stable ("referral.question")
    lines : what is said, empty unless `state` is GIVEN
    said_by : "" = computed or read from the recording, else the reader who entered it
    """

    field_id: str
    label: str
    lines: tuple[Line, ...] = ()
    state: State = State.GIVEN
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Items side by side, label over value; `n_columns` of them in a row of the full width."""

    fields: tuple[Field, ...]
    n_columns: int = 4


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of running text."""

    lines: tuple[Line, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each cell is a line of runs.

    columns : headings; the first is left aligned, the others right
    notes : lines under the table
    """

    table_id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: str = ""
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """Short items, each given or not."""

    items: tuple[tuple[str, State], ...]
    n_columns: int = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that is embedded as it is.

    content : bytes of an SVG or PNG
    suffix : ".svg" or ".png"
    width_mm, height_mm : its size at 100 %
    """

    content: bytes
    suffix: str
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption; `alternative` says in words what is seen, for those who cannot see it."""

    figure_id: str
    picture: Picture
    caption: Line
    alternative: str
    link: EvidenceLink | None = None
    is_half_width: bool = False


Block = Fields | Paragraph | Table | Checklist | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A section after SCORE.

    state : NOT_ASSESSED where nothing of it was answered; then it has no blocks and is printed all the same
    is_half_width : may stand beside the next one
    remark : quiet words behind the title ("locked montage, filters, state N2")
    """

    section_id: str
    title: str
    blocks: tuple[Block, ...] = ()
    state: State = State.GIVEN
    is_half_width: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A box for a signature; `at_utc` "" = not signed.

    key_fingerprint : of the public key it was signed with, "" where not signed with a key
    meaning_id : `reviewed` or `approved`, whatever the language
    """

    meaning: str
    statement: str
    printed_name: str = ""
    role: str = ""
    at_utc: str = ""
    key_fingerprint: str = ""
    meaning_id: str = ""


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A whole report.

    badges : words that stand on each page ("SIMULATED STUDY", "DRAFT")
    summary : the answer first, in at most four lines
    footer : lines of each page's foot: research and education; program, template, hash
    patient_line : code, date, age in weeks; of each page's foot, never a name
    binding : hashes of what it was made from, by name: `recording`, `log_head`, `marks`, `scores`, `settings`,
        `entries`
    addendum_to : hash of the report it adds to, "" for a first one
    made_at_utc : an argument of whoever builds it, so that the same data give the same document
    paper : size of the sheets, "a4" or "us-letter"
    made_by : how it was made, a few lines at its end
    provenance : the same in whole, as of `model.provenance.as_json`
    words : by id, the words that the sheets add ("continued", "Page"), for another language; English where missing
    """

    title: str
    subtitle: str
    template_id: str
    template_version: str
    language: str
    department: tuple[str, ...]
    logo: Picture | None
    badges: tuple[str, ...]
    summary: tuple[Line, ...]
    sections: tuple[Section, ...]
    signatures: tuple[SignatureLine, ...]
    footer: tuple[str, ...]
    patient_line: str
    binding: Mapping[str, str]
    made_at_utc: str
    addendum_to: str = ""
    paper: str = "a4"
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    made_by: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])
