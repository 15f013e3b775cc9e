"""What of a study may be compared, by who looks: marks, scores, what each reader reviewed, who signed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eegview.app.agreement.visible import Visible, visible_to
from eegview.app.review.coverage_file import read_reviewed
from eegview.model.annotation import Annotation
from eegview.model.signature import latest_signatures
from eegview.model.span import Span
from eegview.model.study.staging import chosen_epoch_s


@dataclass(frozen=True, slots=True)
class Readings:
    """What a viewer may compare of a study.

    reviewed : what each reader had on the screen long enough, as far as this computer knows
    signed : layers under which a signature stands
    epoch_s : length of the study's epochs
    """

    visible: Visible
    reviewed: Mapping[str, tuple[Span, ...]]
    signed: frozenset[str]
    epoch_s: float


def readings_seen_by(
    viewer: str,
    stored: Iterable[Annotation],
    reviewed_id: str,
    gaps: Sequence[Span] = (),
    signed: Collection[str] = (),
) -> Readings:
    """Return what a viewer may compare of a study; the one place for the command, the department and the comparison.

    viewer : who looks; "" for nobody who reads these studies
    stored : all that is kept of the recording, records included
    reviewed_id : under which it is noted what was viewed of it, see `Recording.reviewed_id`
    gaps : sections in which nothing was recorded
    signed : layers that are signed elsewhere, as in a bundle's own log
    """
    stored = tuple(stored)
    by_all = frozenset(signed) | latest_signatures(stored).keys()
    visible = visible_to(viewer, stored, gaps, by_all)
    reviewed = {name: time.spans for name, time in read_reviewed(reviewed_id).by_reviewer.items() if time.spans}
    if visible.is_blind:  # that somebody read it and is not seen must not count as having found nothing
        by_all &= {viewer}
        reviewed = {name: spans for name, spans in reviewed.items() if name == viewer}
    return Readings(visible, reviewed, by_all, chosen_epoch_s(stored))
