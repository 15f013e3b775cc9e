"""What a machine proposed, and what was decided about it, stands apart from the marks."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_studies.judged_study import RECORDING, VOCABULARY, JudgedStudy, detection

from eegview.app.exchange.bundling import LOG_FILE, MARKS_FILE, TABLE, bundle_study
from eegview.app.exchange.exporting import export_marks
from eegview.app.library.editing import Editor
from eegview.app.review.clusters import Clusters
from eegview.app.suggestions.triage import Triage
from eegview.clinical.clusters import ClusterRule
from eegview.model.recording import Recording
from eegview.model.signature import ADDENDUM, Meaning
from eegview.model.span import Span
from eegview.model.suggestion.judgement import JUDGEMENT_TERM, Verdict

ACCEPT, REJECT, UNSURE = Verdict


@pytest.fixture
def study(tmp_path: Path) -> Iterator[JudgedStudy]:
    study = JudgedStudy(tmp_path)
    study.put_run([detection(n, 100.0 + 10 * n) for n in range(5)])
    yield study
    study.close()


def test_only_accepted_ones_make_a_cluster(study: JudgedStudy) -> None:
    formed = Clusters(study.review, ClusterRule())
    triage = Triage(study.suggestions)
    triage.start()
    triage.judge(REJECT)
    triage.judge(ACCEPT)
    triage.judge(ACCEPT)
    assert (formed.n_spasms, len(formed.clusters)) == (2, 0)
    triage.judge_group(ACCEPT)
    assert (formed.n_spasms, len(formed.clusters)) == (4, 1)
    triage.back()
    assert (formed.n_spasms, len(formed.clusters)) == (2, 0)


def test_exports_hold_marks_only(study: JudgedStudy, tmp_path: Path) -> None:
    for number, verdict in enumerate((ACCEPT, REJECT, UNSURE)):
        study.suggestions.judge(study.suggestion(number), verdict)
    with closing(study.library()) as library:
        marks = Editor(library, RECORDING, "ada", "technologist").marks()
    for name in ("marks.json", "marks.tsv", "marks.csv"):
        export_marks(tmp_path / name, marks, VOCABULARY, datetime(2026, 1, 1, tzinfo=UTC), [])
        text = (tmp_path / name).read_text()
        assert "spasm" in text
        assert JUDGEMENT_TERM not in text


def test_a_bundle_has_verdicts_in_its_log_and_not_among_its_marks(study: JudgedStudy, tmp_path: Path) -> None:
    study.suggestions.judge(study.suggestion(0), ACCEPT)
    study.suggestions.judge(study.suggestion(1), REJECT)
    with closing(study.library()) as library:
        editor = Editor(library, RECORDING, "ada", "technologist")
        recording = Recording("night.edf", "EDF", (), (Span(0, 10),), None, RECORDING)
        file = tmp_path / "night.edf"
        file.write_bytes(b"any")
        bundle_study(tmp_path / "bundle", [str(file)], [], recording, editor.marks(), editor.history())
    bundle = tmp_path / "bundle"
    marks = json.loads((bundle / MARKS_FILE).read_text())["marks"]
    assert [mark["term_id"] for mark in marks] == ["spasm"]
    assert JUDGEMENT_TERM not in (bundle / TABLE).read_text()
    assert JUDGEMENT_TERM in (bundle / LOG_FILE).read_text()


def test_rejecting_changes_nothing_that_was_signed(study: JudgedStudy) -> None:
    study.suggestions.judge(study.suggestion(0), ACCEPT)
    study.review.acts.sign("Ada", Meaning.REVIEWED, "ada", "{}")
    study.suggestions.judge(study.suggestion(1), REJECT)
    assert study.verdicts() == {0: "accept", 1: "reject"}
    assert not study.errors


def test_accepting_into_signed_marks_waits_for_a_reason(study: JudgedStudy) -> None:
    study.review.acts.sign("Ada", Meaning.REVIEWED, "ada", "{}")
    asked: list[int] = []
    study.review.acts.addenda.asked.connect(asked.append)
    triage = Triage(study.suggestions)
    triage.start()
    triage.judge(ACCEPT)
    assert (asked[-1], study.verdicts(), len(study.review.marks)) == (1, {}, 0)
    study.review.acts.give_reason("seen again")
    assert (study.verdicts(), len(study.review.marks)) == ({0: "accept"}, 1)
    with closing(study.library()) as library:
        assert library.edits(RECORDING)[-1].reason == f"{ADDENDUM}: seen again"
    triage.judge(ACCEPT)
    assert study.verdicts() == {0: "accept", 1: "accept"}
    triage.judge(ACCEPT)
    assert not study.errors
