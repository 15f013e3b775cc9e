"""An addendum: a report that adds to a signed one, names it by its hash, and lists what changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eegview.app.library.study_texts import past_of, study_act_text
from eegview.app.report.signing.verdict import time_text
from eegview.app.scoring.blindness import hidden_from
from eegview.model.annotation import Annotation
from eegview.model.edit import GENESIS, Change, Edit
from eegview.model.report.binding import entries_in, head_in, marks_in, readers_in, scores_in
from eegview.model.report.document import Line, Paragraph, ReportDocument, Section, Tone, Words
from eegview.model.report.signature import ReportSignature, report_signatures

SECTION_ID = "addendum"
_BADGE = "ADDENDUM "


@dataclass(frozen=True, slots=True)
class Addendum:
    """What a report adds to a signed one.

    number : 1 for the first addendum
    adds_to : `report_hash` of the report before it
    signed_by, signed_at_utc : of that report's last signature
    changes : what changed since, a sentence each
    """

    number: int
    adds_to: str
    signed_by: str
    signed_at_utc: str
    changes: tuple[str, ...]


def addendum_of(
    stored: Iterable[Annotation],
    edits: Sequence[Edit],
    binding: Mapping[str, str],
    author: str,
    labels: Callable[[str], str] = str,
) -> Addendum | None:
    """Return what a report that is made now adds to an earlier one, None where it is a first report.

    It adds to the last report that was signed over the same layer, or by the same reader.

    Parameters
    ----------
    stored : all marks and records as they stand
    edits : the log, oldest first
    binding : of the new report, see `model.report.binding`; its score readers are those whose scores may be shown
    author : who makes it
    labels : what a term is called
    """
    stored = tuple(stored)
    earlier = [
        signature
        for record, signature in report_signatures(stored)
        if record.layer == author or signature.binding.get("layer") == binding.get("layer")
    ]
    if not earlier:
        return None
    before = max(enumerate(earlier), key=lambda pair: (pair[1].addendum_number, pair[0]))[1]
    changes = _changes(before, stored, edits, binding, labels, hidden_from(author, stored))
    return Addendum(before.addendum_number + 1, before.report_hash, before.printed_name, before.at_utc, changes)


def as_addendum(document: ReportDocument, addendum: Addendum) -> ReportDocument:
    """Return a report as an addendum: what it adds to and what changed stand first, the badge on each page.

    What it said of being an addendum before, if anything, is replaced.
    """
    named = Words(
        f"Adds to the report {addendum.adds_to[:16]}…, signed by {addendum.signed_by}, "
        f"{time_text(addendum.signed_at_utc)}. That report stays as it is and can still be verified.",
        Tone.STRONG,
    )
    lines: tuple[Line, ...] = ((named,), *((Words(text),) for text in addendum.changes))
    section = Section(SECTION_ID, f"Addendum {addendum.number}", (Paragraph(lines),))
    badges = (badge for badge in document.badges if not badge.startswith(_BADGE))
    return replace(
        document,
        addendum_to=addendum.adds_to,
        badges=(*badges, f"{_BADGE}{addendum.number}"),
        sections=(section, *(one for one in document.sections if one.section_id != SECTION_ID)),
    )


def _changes(
    before: ReportSignature,
    stored: Sequence[Annotation],
    edits: Sequence[Edit],
    binding: Mapping[str, str],
    labels: Callable[[str], str],
    is_hidden: Callable[[Annotation], bool],
) -> tuple[str, ...]:
    from eegview.store.checks.verification import replay  # loads what talks to databases

    number, head = head_in(before.binding)
    if ({edit.number: edit.hash for edit in edits} | {0: GENESIS}).get(number) != head:
        return ("What changed cannot be listed: the log here is not the one that the earlier report was made from.",)
    then = [mark for mark in replay([edit for edit in edits if edit.number <= number]).values() if not is_hidden(mark)]
    stored = [mark for mark in stored if not is_hidden(mark)]
    old_layer, layer = before.binding.get("layer", ""), binding.get("layer", "")
    found: list[str] = []
    if old_layer != layer:
        found.append(f"The marks of the layer “{layer}” are counted, before those of “{old_layer}”.")
    found += _mark_changes(marks_in(then, old_layer), marks_in(stored, layer), labels)
    readers = sorted({*readers_in(before.binding), *readers_in(binding)} & set(readers_in(binding)))
    for reader in readers:
        n = len(_pairs(scores_in(then, (reader,)), scores_in(stored, (reader,))))
        if n:
            found.append(f"Scores of {reader}: {n} {'record' if n == 1 else 'records'} changed.")
    for change in _pairs(entries_in(then), entries_in(stored)):
        text = past_of(study_act_text([change]))
        found.append(f"{text[:1].upper()}{text[1:]}.")
    if before.binding.get("settings") != binding.get("settings"):
        found.append("The display settings differ.")
    return tuple(found) or ("No mark, score or entry was changed.",)


def _mark_changes(then: Sequence[Annotation], now: Sequence[Annotation], labels: Callable[[str], str]) -> list[str]:
    """Return `Spasm: 138 before, 139 now (2 added, 1 removed, 3 changed).` by term."""
    kinds: dict[str, Counter[str]] = {}
    for change in _pairs(then, now):
        kind = "added" if change.before is None else "removed" if change.after is None else "changed"
        kinds.setdefault(change.mark.term_id, Counter())[kind] += 1
    lines: list[str] = []
    for term_id, counts in sorted(kinds.items()):
        n_then, n_now = (sum(mark.term_id == term_id for mark in marks) for marks in (then, now))
        parts = ", ".join(f"{counts[kind]} {kind}" for kind in ("added", "removed", "changed") if counts[kind])
        lines.append(f"{labels(term_id)}: {n_then} before, {n_now} now ({parts}).")
    return lines


def _pairs(then: Iterable[Annotation], now: Iterable[Annotation]) -> list[Change]:
    """Return what became of each mark that differs, by onset."""
    old, new = ({mark.annotation_id: mark for mark in marks} for marks in (then, now))
    changed = [Change(old.get(one), new.get(one)) for one in old | new if old.get(one) != new.get(one)]
    return sorted(changed, key=lambda change: (change.mark.onset_s, change.annotation_id))
