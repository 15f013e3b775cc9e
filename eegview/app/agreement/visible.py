"""What of a study may be compared by who looks: the one place where agreement asks for blindness.

Evidence for scores is hidden as everywhere (`app.scoring.blindness`). A study that asks to be read blind is asked here
too: what its readers may not see yet of each other is in no number and in no list of places.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.app.response.scored_epochs import scored_epochs, visible_marks
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import Annotation
from eegview.model.recording import Recording
from eegview.model.sync import is_clinical


@dataclass(frozen=True, slots=True)
class Visible:
    """What a viewer may see of a study.

    n_hidden : marks and scores that were left out
    """

    marks: tuple[Annotation, ...]
    sheets: tuple[ScoreSheet, ...]
    n_hidden: int = 0


def visible_to(viewer: str, stored: Iterable[Annotation], recording: Recording) -> Visible:
    """Return the marks and committed scores that a viewer may see; scores that nobody committed are no scores.

    viewer : who looks; "" for nobody in particular, who reads none of these studies
    stored : all that is kept of the recording, records included
    """
    stored = tuple(stored)
    marks = visible_marks(stored, viewer)
    scores, n_hidden_scores = scored_epochs(stored, viewer, recording)
    n_hidden = sum(map(is_clinical, stored)) - len(marks) + n_hidden_scores
    return Visible(marks, tuple(one.sheet for one in scores), n_hidden)
