"""What the strip says of the study, and what a screen reader hears at the cursor."""

from collections.abc import Sequence

import numpy as np

from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.trends.drawing.panels import Panel
from eegview.ui.trends.drawing.readouts import readout
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.trends.drawing.why_nothing import why_nothing


def length_text(seconds: float) -> str:
    """Return how long a study is: `10 h`, `18 min`, `45 s`."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    if minutes < 90:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return tr("{hours} h {rest} min", hours=hours, rest=rest) if rest else f"{hours} h"


def strip_texts(study: ShownStudy) -> tuple[str, ...]:
    """Return a text for each field of the strip, "" for one that is not shown."""
    table = study.table
    names = table.rows if table is not None else ()
    rows = f"{len(names)} rows: {names[0]} … {names[-1]}" if len(names) > 1 else "".join(names)
    gaps = study.gaps
    length = length_text(study.whole.duration_s)
    if gaps:
        length += f" · {len(gaps)} gap{'s' if len(gaps) > 1 else ''}"
    return length, rows, _artifact(study), study.whose, study.cluster_rule, _video(study)


def _artifact(study: ShownStudy) -> str:
    table = study.table
    if table is None or table.column("artifact") is None:
        return ""
    values = np.asarray(table.values("artifact"))
    known = values[np.isfinite(values)]
    return tr("{mean:.0f} % · shown, not removed", mean=known.mean()) if known.size else ""


def _video(study: ShownStudy) -> str:
    if not study.video:
        return "none"
    covered_s = sum(part.duration_s for span in _joined(study.video) if (part := span.intersection(study.whole)))
    return tr("{covered_s:.0f} % covered", covered_s=100 * covered_s / max(study.whole.duration_s, 1e-09))


def _joined(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start_s <= found[-1].stop_s:
            found[-1] = Span(found[-1].start_s, max(found[-1].stop_s, span.stop_s))
        else:
            found.append(span)
    return found


def spoken_text(study: ShownStudy, panels: Sequence[Panel], time_s: float) -> str:
    """Return the values at the cursor for a screen reader, one sentence a panel."""
    said = [study.clock(time_s)]
    for number, candidate in enumerate(study.candidates, start=1):
        if candidate.span.contains(time_s):
            said.append(tr("BASED candidate {number}", number=number))
    drawn = (panel for panel in panels if not why_nothing(panel, study))
    said.extend(f"{panel.title}: {readout(panel, study, time_s).spoken}" for panel in drawn)
    return ". ".join(said) + "."
