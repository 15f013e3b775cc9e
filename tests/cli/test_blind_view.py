"""What a command shows of other readers' work to who scores blind."""

from datetime import UTC, datetime

from reports.report_study import OTHER, READER, entry, scored, source_at

from eegview.cli.blind_view import hidden_from
from eegview.model.study.records import REPORT_ENTRY_TERM, study_record


def test_what_others_wrote_into_their_report_is_hidden_while_a_score_is_read_blind() -> None:
    source = source_at(datetime(2026, 3, 1, tzinfo=UTC), "ab" * 32)
    theirs, own = entry("interictal.description", "Multifocal.", layer=OTHER), entry("personal.question", "Response?")
    drug = study_record("treatment", "x", "2026-03-01T00:00:00+00:00", {}, OTHER)
    stored = (*scored(source, 300.0, {3: ["P4"]}, is_committed=False), theirs, own, drug)
    assert theirs.term_id == REPORT_ENTRY_TERM
    assert [*map(hidden_from(READER, stored), (theirs, own, drug))] == [True, False, False]
    assert not hidden_from(READER, (theirs, own))(theirs)  # nobody scores
    assert not hidden_from(None, stored)(theirs)
    assert hidden_from(OTHER, stored)(own)  # their sheet is not committed, so hidden from the other reader
