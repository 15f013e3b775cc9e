"""Two runs compared: one to one, each term for itself."""

import numpy as np
from judged_study import detection

from eegview.app.suggestions.candidates import Candidates
from eegview.app.suggestions.run_comparison import compare_runs, comparison_text
from eegview.model.detection import Detection


def candidates(*events: tuple[float, str]) -> Candidates:
    return Candidates(Detection(k, onset_s, 0.5, term_id, 0.9) for k, (onset_s, term_id) in enumerate(events))


def test_a_spike_is_no_spindle_however_close() -> None:
    a = candidates((1.0, "spike"), (2.0, "spindle"), (9.0, "spike"))
    b = candidates((1.1, "spindle"), (2.3, "spindle"), (9.2, "spike"))
    found = compare_runs(a, a.above(0.5), b, b.above(0.5), 1.0)
    assert (found.n_both, list(found.only_a), list(found.only_b)) == (2, [0], [0])
    assert comparison_text(found, 1.0) == "Both 2 · only A 1 · only B 1, onsets within 1 s"


def test_runs_of_different_terms_are_not_paired() -> None:
    a, b = candidates((1.0, "spike")), candidates((1.0, "spindle"))
    found = compare_runs(a, a.above(0.5), b, b.above(0.5), 1.0)
    assert comparison_text(found, 1.0) == "only A 1 · only B 1. The two runs suggest different terms."


def test_a_run_equals_itself_and_nothing_equals_nothing() -> None:
    a = Candidates([detection(n, float(t)) for n, t in enumerate((1, 2, 3, 50))])
    found = compare_runs(a, a.above(0.0), a, a.above(0.0), 1.0)
    assert (found.n_both, len(found.only_a), len(found.only_b)) == (4, 0, 0)
    none = compare_runs(a, np.zeros(0, np.intp), a, np.zeros(0, np.intp), 1.0)
    assert comparison_text(none, 1.0) == "Both 0 · only A 0 · only B 0, onsets within 1 s"
