"""`eegview score FILE --compare A B`: two readers' committed scores of one epoch beside each other."""

from collections.abc import Iterable

from eegview.app.scoring.blindness import is_visible
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.report import confirm_text, epoch_time_text
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.second.comparison import SheetComparison, compare_sheets
from eegview.app.scoring.second.comparison_export import comparison_json
from eegview.cli.output import print_json, print_line
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance
from eegview.model.scoring.evidence import SheetKey


def compare_readers(
    marks: Iterable[Annotation], readers: tuple[str, str], scale_id: str, epoch_s: float | None, viewer: str
) -> SheetComparison:
    """Return the comparison of two readers' committed sheets, which the viewer may see.

    Parameters
    ----------
    marks : all that the library holds of the recording, records included
    epoch_s : start of the epoch (s); None = the only one that both have committed
    viewer : who looks; see `app.scoring.blindness`

    Raises
    ------
    UsageError : a reader has no sheet there, or has not committed it, or it is hidden from the viewer; without
        `epoch_s`, none or several are common
    """
    book = EvidenceBook(scale_parameters(scale_id))
    book.replace_all(marks)
    unknown = next((reader for reader in readers if reader not in book.readers()), None)
    if unknown is not None:
        known = ", ".join(book.readers())
        raise UsageError(
            f"{unknown} has scored nothing in this recording.",
            f"Readers with a score: {known}." if known else "Nobody has scored anything in it.",
        )
    key = _key_for(book, readers, scale_id, epoch_s)
    a, b = (book.sheet(key, reader) for reader in readers)
    found = compare_sheets(a, b)
    if not (is_visible(book, a, viewer) and is_visible(book, b, viewer)):
        raise UsageError(
            f"These scores are hidden from {viewer}, who scores an overlapping epoch.",
            "They are shown once that score is committed, too.",
        )
    return found


def _key_for(book: EvidenceBook, readers: tuple[str, str], scale_id: str, epoch_s: float | None) -> SheetKey:
    if epoch_s is not None:
        key = SheetKey(scale_id, epoch_s)
        for reader in readers:
            if not book.has_sheet(key, reader):
                starts = ", ".join(f"{one.start_s:g} s" for one in book.keys(reader) if one.scale_id == scale_id)
                raise UsageError(
                    f"{reader} has no score of the epoch from {epoch_s:g} s.",
                    f"{reader} scored epochs from: {starts}." if starts else "",
                )
        return key
    first, second = (
        {key for key in book.keys(reader) if key.scale_id == scale_id and book.sheet(key, reader).is_committed}
        for reader in readers
    )
    common = sorted(first & second)
    if not common:
        raise UsageError(
            "There is no epoch that both readers have committed.", "A comparison is shown once both have committed."
        )
    if len(common) > 1:
        starts = ", ".join(f"{key.start_s:g}" for key in common)
        raise UsageError("The two readers have committed several epochs.", f"Name one with --epoch: {starts}.")
    return common[0]


def print_comparison(found: SheetComparison, provenance: Provenance | None) -> None:
    """Print a comparison as one JSON object, which says what made it, or without provenance as lines for reading."""
    if provenance is not None:
        print_json(comparison_json(found), provenance)
        return
    for line in comparison_lines(found):
        print_line(line)


def comparison_lines(found: SheetComparison) -> list[str]:
    """Return a comparison as lines: scores, derivations, what differs, agreement."""
    span = found.a.span
    epoch = f"{epoch_time_text(span.start_s)}–{epoch_time_text(span.stop_s)}"
    lines = [f"{found.key.scale_id}, epoch {epoch}, from {span.start_s:g} s"]
    for letter, sheet in (("A", found.a), ("B", found.b)):
        score = sheet.score.score
        lines.append(f"{letter}  {sheet.reader}: score {'–' if score is None else score}")
        lines += [f"   {line.text}" for line in sheet.score.derivation]
    lines += [f"≠  {row.name}: A {row.a}, B {row.b}" for row in found.rows if row.differs]
    by = dict.fromkeys(confirm_text(sheet.parameters) for sheet in (found.a, found.b))
    return [*lines, found.agreement_text, *found.warnings, *by]
