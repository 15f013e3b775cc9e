"""Two runs compared: one to one, each term for itself."""

from dataclasses import replace

import numpy as np
from made_studies.judged_study import detection

from eegview.app.suggestions.candidates import Candidates
from eegview.app.suggestions.run_comparison import compare_runs, comparison_remarks, comparison_text, term_lines
from eegview.app.suggestions.shown_run import ShownRun
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm


def candidates(*events: tuple[float, str]) -> Candidates:
    return Candidates(Detection(k, onset_s, 0.5, term_id, 0.9) for k, (onset_s, term_id) in enumerate(events))


def test_a_spike_is_no_spindle_however_close() -> None:
    a = candidates((1.0, "spike"), (2.0, "spindle"), (9.0, "spike"))
    b = candidates((1.1, "spindle"), (2.3, "spindle"), (9.2, "spike"))
    found = compare_runs(a, a.above(0.5), b, b.above(0.5), 1.0)
    assert (found.n_both, list(found.only_a), list(found.only_b)) == (2, [0], [0])
    assert comparison_text(found, 1.0) == "Both 2 · only A 1 · only B 1, onsets within 1 s"
    assert term_lines(found, str.capitalize) == (
        "Spike: both 1 · only A 1 · only B 0",
        "Spindle: both 1 · only A 0 · only B 1",
    )


def test_runs_of_different_terms_are_not_paired() -> None:
    a, b = candidates((1.0, "spike")), candidates((1.0, "spindle"))
    found = compare_runs(a, a.above(0.5), b, b.above(0.5), 1.0)
    assert comparison_text(found, 1.0) == "only A 1 · only B 1. The two runs suggest different terms."


def test_a_run_equals_itself_and_nothing_equals_nothing() -> None:
    a = Candidates([detection(n, float(t)) for n, t in enumerate((1, 2, 3, 50))])
    found = compare_runs(a, a.above(0.0), a, a.above(0.0), 1.0)
    assert (found.n_both, len(found.only_a), len(found.only_b)) == (4, 0, 0)
    assert term_lines(found, str) == ()
    none = compare_runs(a, np.zeros(0, np.intp), a, np.zeros(0, np.intp), 1.0)
    assert comparison_text(none, 1.0) == "Both 0 · only A 0 · only B 0, onsets within 1 s"


def test_what_differs_beside_the_suggestions_is_said() -> None:
    run = DetectorRun("a", "f", "spasms", "Spasms", "1.2.0", "c" * 64, (), Span(0, 60), "", "ann", RunEnd.DONE)
    run = replace(run, reached_s=60.0, code_hash="1" * 64)
    waits = (ScoreTerm("not final", 20.0, "s"),)
    a = ShownRun(run, Candidates([detection(0, 1.0), detection(1, 50.0, terms=waits)]), ())
    b = ShownRun(replace(run, run_id="b"), Candidates([detection(0, 1.0)]), ())

    def remarks(**changes: object) -> tuple[str, ...]:
        b.run = replace(run, **changes)  # type: ignore[arg-type]
        found = compare_runs(a.candidates, a.places(), b.candidates, b.places(), 1.0)
        return comparison_remarks(a, b, found)

    of_a = "1 of only A is not final."
    assert remarks() == (of_a,)
    assert remarks(code_hash="") == (of_a,)  # an older version recorded none: nothing is claimed
    assert remarks(code_hash="2" * 64) == (
        "Both are version 1.2.0, but computed with other code of the program (11111111, 22222222): scores may differ.",
        of_a,
    )
    assert (
        "other files of the detector (cccccccc, dddddddd) and other code"
        in remarks(content_hash="d" * 64, code_hash="2" * 64)[0]
    )
    assert remarks(version="1.3.0")[0] == "Versions 1.2.0 and 1.3.0: scores are comparable within one version only."
    assert remarks(detector_id="other", version="7") == (of_a,)
    assert remarks(span=Span(0, 120))[0] == "Searched: A 00:00:00 – 00:01:00, B 00:00:00 – 00:02:00."
