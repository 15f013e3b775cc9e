"""Compare a signed report with the study it was made from: log, marks, scores, entries, settings, later addenda."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from eegview.app.report.signing.signed_study import SignedStudy
from eegview.app.report.signing.verdict import Line, Outcome, moment_of, time_text
from eegview.model.annotation import Annotation
from eegview.model.edit import GENESIS, Edit
from eegview.model.report.binding import ENTRY_TERMS, entries_in, head_in, marks_in, readers_in, scores_in
from eegview.model.report.signature import ReportSignature, report_signatures, sha256_of
from eegview.model.scoring.terms import SCORING_TERMS
from eegview.model.signature import marks_hash
from eegview.model.sync import is_clinical

_SLACK = timedelta(minutes=2)  # by which the clocks of two computers may differ
Chosen = Callable[[Iterable[Annotation]], tuple[Annotation, ...]]


def study_lines(study: SignedStudy, signed: Sequence[ReportSignature]) -> list[Line]:
    """Return what a comparison of a report with its study finds.

    signed : the signatures of the report, which hold
    """
    from eegview.store.checks.verification import replay  # loads what talks to databases

    where, binding = study.where, signed[0].binding
    if study.problems:
        first, *others = study.problems
        more = f" ({len(others)} more such)" if others else ""
        return [Line(Outcome.FAILED, f"The log in the {where} was changed from outside: {first}{more}")]
    recorded = [signature for _record, signature in report_signatures(study.stored)]
    here = [signature for signature in recorded if signature.report_hash == signed[0].report_hash]
    number, head = head_in(binding)
    hashes = {edit.number: edit.hash for edit in study.edits} | {0: GENESIS}
    is_same_log = bool(head) and hashes.get(number) == head
    lines = [_recording_line(study), _log_line(study, is_same_log, number, is_recorded=bool(here))]
    later = [edit for edit in study.edits if edit.number > number] if is_same_log else None
    if is_same_log:
        lines += _time_lines(next((edit for edit in study.edits if edit.number == number), None), signed)
    then = tuple(replay([e for e in study.edits if e.number <= number]).values()) if is_same_log else None
    layer, readers = binding.get("layer", ""), readers_in(binding)
    for name, what, chosen, touches in (
        (
            "marks",
            f"the marks of the layer “{layer}”",
            lambda stored: marks_in(stored, layer),
            lambda mark: mark.layer == layer and is_clinical(mark),
        ),
        (
            "scores",
            "the scores that the report shows",
            lambda stored: scores_in(stored, readers),
            lambda mark: mark.layer in readers and mark.term_id in SCORING_TERMS,
        ),
        ("entries", "the entries and what is said of the study", entries_in, lambda mark: mark.term_id in ENTRY_TERMS),
    ):
        lines.append(_part_line(study, binding.get(name, ""), what, chosen, touches, later, then))
    lines.append(_settings_line(binding.get("settings", ""), binding.get("settings_text", "")))
    return [*lines, *_record_lines(study, signed, here), *_addendum_lines(signed[0].report_hash, recorded)]


def _recording_line(study: SignedStudy) -> Line:
    if study.has_recording:
        return Line(
            Outcome.OK,
            f"The recording in the {study.where} is, to the byte, the one of the report."
            if study.where == "bundle"
            else "The recording is, to the byte, the one of the report.",
        )
    return Line(
        Outcome.NOT_CHECKED, f"The {study.where} holds the study of this recording; the recording itself was not read."
    )


def _log_line(study: SignedStudy, is_same_log: bool, number: int, is_recorded: bool) -> Line:
    if is_same_log:
        n_since = sum(edit.number > number for edit in study.edits)
        return Line(
            Outcome.OK,
            f"The report was made after edit {number} of the log in the {study.where}; "
            f"{_counted(n_since, 'edit')} since.",
        )
    if is_recorded:
        return Line(
            Outcome.FAILED,
            f"The log in the {study.where} records this report, but does not hold the edit that it was made after.",
        )
    last = max((edit.number for edit in study.edits), default=0)
    if last < number and not study.is_imported:
        return Line(
            Outcome.NOT_CHECKED,
            f"The log in the {study.where} ends with edit {last}, but the report was made after edit {number}: "
            "it is older than the report, or a different log.",
        )
    came = "it holds an import, so that log may be in a bundle" if study.is_imported else "it is a different log"
    return Line(
        Outcome.NOT_CHECKED, f"The log in the {study.where} is not the one that the report was made from: {came}."
    )


def _time_lines(last: Edit | None, signed: Sequence[ReportSignature]) -> list[Line]:
    """Return a line where a signature is dated before the last edit that its report holds.

    last : that edit, None where the report was made of an empty log
    """
    made = moment_of(last.at_utc) if last is not None else None
    early = [one for one in signed if made and (at := moment_of(one.at_utc)) and at < made - _SLACK]
    if not early or last is None:
        return []
    return [
        Line(
            Outcome.NOTE,
            f"Signature {early[0].number} is dated before edit {last.number}, which its report holds "
            f"({time_text(last.at_utc)}): one of the clocks was wrong.",
        )
    ]


def _part_line(
    study: SignedStudy,
    bound: str,
    what: str,
    chosen: Chosen,
    touches: Callable[[Annotation], bool],
    later: Sequence[Edit] | None,
    then: Sequence[Annotation] | None,
) -> Line:
    """Return whether one part of a study is still what the report was made from."""
    if then is not None and marks_hash(chosen(then)) != bound:
        return Line(Outcome.FAILED, f"When the report was made, {what} differed from what the report is bound to.")
    is_same = marks_hash(chosen(study.stored)) == bound
    if later is None:
        if is_same:
            return Line(Outcome.OK, f"The same as in the report: {what}.")
        return Line(Outcome.CHANGED, f"Not the same as in the report, from before it or from later: {what}.")
    n_changes = sum(any(touches(c.mark) for c in edit.changes) for edit in later)
    if is_same:
        undone = f" ({_counted(n_changes, 'change')} since, all undone)" if n_changes else ""
        return Line(Outcome.OK, f"Unchanged since: {what}{undone}.")
    if n_changes == 0:
        return Line(Outcome.FAILED, f"Differ from the report, although the log has no change of them: {what}.")
    return Line(Outcome.CHANGED, f"Changed since ({_counted(n_changes, 'change')}): {what}.")


def _settings_line(bound: str, text: str) -> Line:
    if sha256_of(text.encode("utf-8", "replace")) != bound:
        return Line(Outcome.FAILED, "The display settings in the signature are not those it is bound to.")
    return Line(Outcome.OK, f"Display settings: {text}." if text else "The report is bound to no display settings.")


def _record_lines(study: SignedStudy, signed: Sequence[ReportSignature], here: Sequence[ReportSignature]) -> list[Line]:
    log = f"The log in the {study.where}"
    names = ", ".join(one.printed_name for one in signed if one not in here)
    first = (
        Line(Outcome.NOT_CHECKED, f"{log} has no record of the signature of {names}.")
        if names
        else Line(Outcome.OK, f"{log} has a record of each signature.")
    )
    lacking = (
        Line(
            Outcome.CHANGED,
            f"{log} has a signature that this file lacks: {one.printed_name}, {one.meaning.value}, "
            f"{time_text(one.at_utc)}. The file is from before it, or it was cut out.",
        )
        for one in here
        if one not in signed
    )
    return [first, *lacking]


def _addendum_lines(report_hash: str, recorded: Iterable[ReportSignature]) -> list[Line]:
    """Return a line for each addendum to a report, and to its addenda."""
    later, chain = dict[str, ReportSignature](), {report_hash}
    for one in sorted(recorded, key=lambda one: (one.addendum_number, one.at_utc)):
        if one.addendum_to in chain and one.report_hash not in chain:
            later[one.report_hash] = one
            chain.add(one.report_hash)
    return [
        Line(
            Outcome.CHANGED,
            f"Addendum {one.addendum_number} to this report was signed by {one.printed_name}, "
            f"{time_text(one.at_utc)}; read it, too.",
        )
        for one in later.values()
    ]


def _counted(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count} {what}s"
