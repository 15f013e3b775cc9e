"""What all sections of a report are made with: one study, the words of a language, links, and figures as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from eegview.app.report.catalogue import Item, Kind, SectionItems
from eegview.app.report.evidence import Evidence
from eegview.app.report.labels import ONE, OTHER, Labels
from eegview.app.report.study import ReportStudy
from eegview.app.report.template import Template
from eegview.clinical.statistics.estimate import Estimate
from eegview.model.patient import is_placeholder_day
from eegview.model.report.document import Field, Line, Run, State, Tone, Value, Words
from eegview.model.report.entry import ReportEntry
from eegview.model.report.link import EvidenceLink
from eegview.model.time.clock import elapsed_text
from eegview.model.time.wall_clock import wall_clock_at

Lines = tuple[Line, ...]
_FILTER_WORDS = re.compile(r"\b(zero phase|causal|zero|notch|off|from)\b")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program knows of an item.

    state : NOT_APPLICABLE where it makes no sense for this study
    """

    lines: Lines = ()
    state: State = State.GIVEN


NOT_ASSESSED = Answer((), State.NOT_ASSESSED)
NOT_APPLICABLE = Answer((), State.NOT_APPLICABLE)
Computed = Callable[["Making"], Answer]


@dataclass(frozen=True)
class Making:
    """One study on its way into a report."""

    study: ReportStudy
    labels: Labels
    template: Template
    evidence: Evidence

    def of_previous(self) -> Making | None:
        """Return the same for the study before, None where there is none."""
        previous = self.study.previous
        return replace(self, study=previous, evidence=Evidence(previous)) if previous is not None else None

    # words

    def line(self, key: str, **values: object) -> Line:
        """Return a line of plain words."""
        return (Words(self.labels(key, **values)),)

    def counted(self, key: str, n: Value, **values: Run | str | int) -> Line:
        """Return a sentence about a number of things, in the form that the number asks for."""
        return self.sentence(f"{key}.{ONE if n.number == 1 else OTHER}", n=n, **values)

    def quiet(self, key: str, **values: object) -> Line:
        """Return a line of quiet words."""
        return (Words(self.labels(key, **values), Tone.QUIET),)

    def sentence(self, key: str, **values: Run | str | int) -> Line:
        """Return a line in which each blank of a text is a value or words, in the order of the language.

        A blank that is given a text becomes part of the words around it.
        """
        return filled(self.labels(key), values)

    # values

    def count(self, n: int, name: str, link: EvidenceLink | None = None, basis: str = "") -> Value:
        """Return a number of things."""
        return Value(f"{n:,}", name, float(n), "count", basis=basis, link=link)

    def seconds(self, seconds: float, name: str, link: EvidenceLink | None = None, basis: str = "") -> Value:
        """Return a length of time, in two units at most."""
        return Value(self.duration(seconds), name, round(seconds, 3), "s", basis=basis, link=link)

    def percent(self, share: float, name: str, link: EvidenceLink | None = None, basis: str = "") -> Value:
        """Return a share (0–1) in percent; 0 % and 100 % only where they are exact."""
        percent = round(100 * share)
        if share > 0 and percent == 0:
            text = self.labels("unit.under_one_percent")
        else:
            text = self.labels("unit.percent", value=99 if percent == 100 and share < 0.9995 else percent)
        return Value(text, name, round(100 * share, 3), "%", basis=basis, link=link)

    def estimate(self, found: Estimate, name: str, link: EvidenceLink | None = None, basis: str = "") -> Value:
        """Return an estimate with its interval; a share (0–1) as percent, all else in its own unit."""
        factor, unit = (100.0, "%") if found.unit == "share" else (1.0, found.unit)
        return Value(
            self._measured(found.value * factor, unit),
            name,
            round(found.value * factor, 6),
            unit,
            round(found.low * factor, 6) if found.low is not None else None,
            round(found.high * factor, 6) if found.high is not None else None,
            found.method,
            basis,
            link,
        )

    def interval(self, value: Value, before: str = " (", after: str = ")") -> Line:
        """Return the 95 % interval of a value as quiet words between two signs, none where it has none."""
        if value.low is None or value.high is None:
            return ()
        low, high = (_end_text(end, value.unit) for end in (value.low, value.high))
        return (Words(f"{before}{self.labels('unit.interval', low=low, high=high)}{after}", Tone.QUIET),)

    def _measured(self, value: float, unit: str) -> str:
        if unit == "%":
            return self.labels("unit.percent", value=f"{value:.0f}")
        digits = 0 if unit == "count" and value == round(value) else 1
        key = {"per_hour": "unit.per_hour", "s": "duration.s", "min": "duration.min"}.get(unit)
        text = f"{value:.{digits}f}" if abs(value) < 1000 else f"{value:,.0f}"
        if unit == "per_hour" and 0 < value < 0.1:
            text = f"{value:.2g}"
        return text if key is None else self.labels(key, s=text, min=text, value=text)

    def word(self, text: str, name: str, link: EvidenceLink | None = None, basis: str = "") -> Value:
        """Return a value that is a word."""
        return Value(text, name, basis=basis, link=link)

    def filters(self, text: str) -> str:
        """Return a text of filters, `0.5–70 Hz, notch 50 Hz, causal`, in the words of the language."""
        return _FILTER_WORDS.sub(lambda word: self.labels(f"filters.{word[0].replace(' ', '_')}"), text)

    def montage(self, montage_id: str) -> str:
        """Return what a montage is called; one of another machine by its id."""
        return self.study.montage_labels.get(montage_id, montage_id.replace("_", " "))

    # texts of times

    def duration(self, seconds: float) -> str:
        """Return `10 h 00 min`, `18 min`, `4.5 min`, `45 s`."""
        labels = self.labels
        if seconds < 59.5:
            return labels("duration.s", s=f"{seconds:.0f}")
        hours, minutes = divmod(round(seconds / 60), 60)
        if hours:
            return labels("duration.h_min", h=hours, min=f"{minutes:02d}")
        rest_s = round(seconds) - 60 * int(round(seconds) // 60)
        if seconds < 600 and rest_s:
            return labels("duration.min_s", min=int(round(seconds) // 60), s=f"{rest_s:02d}")
        return labels("duration.min", min=minutes)

    def clock(self, time_s: float) -> str:
        """Return the recorder's clock at a time, `22:33:25`; the time from the start where it has none."""
        return wall_clock_at(self.study.recording, time_s) or elapsed_text(time_s, 0)

    def day(self, day: date | datetime | None) -> str:
        """Return `17 Mar 2020`, "" for none, and for a placeholder of the file."""
        if day is None or is_placeholder_day(day):
            return ""
        return self.labels("date.day", day=day.day, month=self.labels(f"date.month_{day.month}"), year=day.year)

    @property
    def study_day(self) -> str:
        """Return the day of the study, or that its date is not known."""
        return self.day(self.study.day) or self.labels("date.unknown")

    # fields

    def field(self, section: SectionItems, item: Item, computed: Answer) -> Field:
        """Return an item as it stands in the report: the reader's answer, what the program knows, or not assessed."""
        field_id = section.field_id(item)
        label = self.labels(f"field.{field_id}")
        entry = self.study.entries.get(field_id) if item.kind is not Kind.COMPUTED else None
        if entry is None:
            return Field(field_id, label, computed.lines if computed.state is State.GIVEN else (), computed.state)
        if entry.state is not State.GIVEN:
            return Field(field_id, label, (), entry.state, entry.author)
        own = self.entry_lines(entry)
        before = computed.lines if computed.state is State.GIVEN else ()
        return Field(field_id, label, (*before, *own), State.GIVEN, entry.author)

    def entry_lines(self, entry: ReportEntry) -> Lines:
        """Return what a reader chose and wrote, line by line."""
        chosen = ", ".join(self.choice(one) for one in entry.choices)
        lines: list[Line] = [(Words(chosen),)] if chosen else []
        lines += [(Words(text),) for text in entry.text.splitlines() if text.strip()]
        return tuple(lines)

    def choice(self, choice_id: str) -> str:
        """Return the label of a choice; one of another version stands as it is."""
        key = f"choice.{choice_id}"
        return self.labels(key) if self.labels.has(key) else choice_id


def _end_text(end: float, unit: str) -> str:
    digits = 0 if unit == "%" or end >= 100 else 1 if end >= 1 else 2
    return f"{end:,.{digits}f}"


def given(*lines: Line) -> Answer:
    """Return an answer of these lines; not assessed where there are none."""
    held = tuple(line for line in lines if line)
    return Answer(held) if held else NOT_ASSESSED


def listed(runs: Iterable[Sequence[Run]], between: str = " · ") -> Line:
    """Return runs of words and values as one line, with a sign between them."""
    found: list[Run] = []
    for one in runs:
        if found:
            found.append(Words(between))
        found.extend(one)
    return tuple(found)


def filled(text: str, values: dict[str, Run | str | int]) -> Line:
    """Return a text with its blanks filled in by words and values."""
    import string

    runs: list[Run] = []
    held = ""
    for before, name, _form, _conversion in string.Formatter().parse(text):
        held += before
        if name is None:
            continue
        value = values[name]
        if isinstance(value, Words | Value):
            if held:
                runs.append(Words(held))
            held = ""
            runs.append(value)
        else:
            held += str(value)
    if held:
        runs.append(Words(held))
    return tuple(runs)
