"""Studies as several readers left them, made of plain values.

`from made_studies.read_studies import made_study, spasm`.
"""

from collections.abc import Mapping, Sequence

from eegview.app.agreement.study import ReadStudy
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.span import Span


def spasm(onset_s: float, layer: str, duration_s: float = 1.0, **answers: str) -> Annotation:
    """Return a spasm in a reader's layer."""
    return mark("spasm", onset_s, layer, duration_s, **answers)


def mark(term_id: str, onset_s: float, layer: str, duration_s: float = 0.0, **answers: str) -> Annotation:
    """Return a mark in a reader's layer."""
    return Annotation(
        new_annotation_id(), term_id, onset_s, duration_s, attributes=tuple(sorted(answers.items())), layer=layer
    )


def made_study(
    marks: Sequence[Annotation],
    patient: str = "P1",
    duration_s: float = 600.0,
    recorded: Sequence[Span] = (),
    reviewed: Mapping[str, Sequence[Span]] | None = None,
    sheets: Sequence[ScoreSheet] = (),
    signed: Sequence[str] = (),
    epoch_s: float = 30.0,
) -> ReadStudy:
    """Return a study of ten minutes unless told otherwise, recorded without a gap."""
    return ReadStudy(
        f"{patient}.edf",
        patient,
        f"{patient}-{len(marks)}",
        duration_s,
        tuple(recorded) or (Span(0.0, duration_s),),
        tuple(marks),
        tuple(sheets),
        {reader: tuple(spans) for reader, spans in (reviewed or {}).items()},
        frozenset(signed),
        epoch_s=epoch_s,
    )
