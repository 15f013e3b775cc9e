"""In the list of suggestions a proposal goes by its answers too."""

import numpy as np
from PySide6.QtCore import Qt

from eegview.app.review.mark_texts import proposal_text
from eegview.app.suggestions.candidates import Candidates
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.suggestion.detection import Detection
from eegview.ui.suggestions.table import NAME, SuggestionsModel

VOCABULARY = load_vocabulary(built_in_only=True)


def test_names_tell_the_answers_and_are_sorted_by(qapp) -> None:  # type: ignore[no-untyped-def]
    kinds = ("line_noise", "", "electrode_pop", "line_noise")
    detections = [
        Detection(n, 10.0 * n, 1.0, "artifact", 0.9, attributes=(("kind", kind),) if kind else ())
        for n, kind in enumerate(kinds)
    ]
    model = SuggestionsModel(lambda one: proposal_text(one, VOCABULARY), lambda time_s: f"{time_s:g}")
    model.show(Candidates(tuple(detections)), np.arange(4), np.zeros(4, np.int8))
    assert model.has_several_terms
    model.sort(NAME, Qt.SortOrder.AscendingOrder)
    names = [model.index(row, NAME).data() for row in range(4)]
    assert names == ["Artifact", "Artifact: electrode pop", "Artifact: mains", "Artifact: mains"]
