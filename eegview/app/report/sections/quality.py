"""Indicators of quality: each given where one of the fields it stands for is given in this very report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eegview.app.report.making import Making
from eegview.app.report.template import Indicator
from eegview.model.report.document import Block, Checklist, Field, Line, Paragraph, State, Tone, Value, Words


def state_of(indicator: Indicator, states: Mapping[str, State]) -> State:
    """Return the state of an indicator: given where any of its fields is, not applicable where all of them are that.

    states : of the fields that the report prints; one that it leaves out is not assessed in it
    """
    held = [states.get(field_id, State.NOT_ASSESSED) for field_id in indicator.fields]
    if State.GIVEN in held:
        return State.GIVEN
    return State.NOT_APPLICABLE if set(held) == {State.NOT_APPLICABLE} else State.NOT_ASSESSED


def checklist(making: Making, fields: Iterable[Field]) -> tuple[Sequence[Block], str]:
    """Return the blocks of the section and the words behind its title: `21 of 24 given, 3 not assessed`."""
    indicators = making.template.indicators
    if not indicators:
        return (), ""
    states = {field.field_id: field.state for field in fields}
    found = [(_label(making, one), state_of(one, states)) for one in indicators]
    n_given = sum(state is State.GIVEN for _label_, state in found)
    n_open = sum(state is State.NOT_ASSESSED for _label_, state in found)
    n_other = len(found) - n_given - n_open
    parts = [making.labels("quality.given", n=n_given, of=len(found)), making.labels("quality.not_assessed", n=n_open)]
    if n_other:
        parts.append(making.labels("quality.not_applicable", n=n_other))
    note = making.template.quality_note or making.labels("quality.note")
    source = making.template.quality_source
    line: Line = (
        Words(f"{note}{f' ({source})' if source else ''} · ", Tone.QUIET),
        Value(
            making.labels("quality.count", n=n_given, of=len(found)),
            *("quality.given", float(n_given), "count"),
            basis=making.labels("basis.fields"),
        ),
    )
    return (Checklist(tuple(found)), Paragraph((line,), Tone.QUIET)), ", ".join(parts)


def _label(making: Making, indicator: Indicator) -> str:
    key = f"indicator.{indicator.indicator_id}"
    return indicator.label or (making.labels(key) if making.labels.has(key) else indicator.indicator_id)
