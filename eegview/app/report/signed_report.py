"""Sign a report that was built, or one more time one that is signed: the PDF's bytes, and the acts for the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.report.forms import ReportForm, report_content
from eegview.model.edit import Change
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.report.document import ReportDocument
from eegview.model.report.signature import ReportSignature

if TYPE_CHECKING:
    from eegview.app.report.signing.signed_study import SignedStudy
    from eegview.app.report.signing.signing import Signatory


@dataclass(frozen=True, slots=True)
class SignedReport:
    """A signed PDF, its newest signature, and the acts that keep it in the study's log."""

    content: bytes
    signature: ReportSignature
    changes: tuple[Change, ...]


def sign_document(
    document: ReportDocument,
    signatory: Signatory,
    passphrase: str,
    held: SignedStudy | None,
    open_items: Sequence[str] = (),
) -> SignedReport:
    """Sign a report that was built from the study as it stands; an addendum where one was signed before.

    held : the study as the library has it, None where the library knows nothing of it

    Raises
    ------
    UsageError : the study was changed since the report was built, or the signature lacks something
    KeyRefused : the key cannot be used
    CannotWrite : the report cannot be set
    """
    from eegview.app.report.signing.addendum import addendum_of
    from eegview.app.report.signing.keys import unlocked
    from eegview.app.report.signing.signed_report import document_to_sign, term_labels
    from eegview.app.report.signing.signing import check_current, sign_pdf, signing_changes

    signer = unlocked(passphrase)
    stored, edits = (held.stored, held.edits) if held is not None else ((), ())
    check_current(document.binding, stored, _head(held))
    addendum = addendum_of(stored, edits, document.binding, signatory.author, term_labels())
    boxed = document_to_sign(document, signatory, signer.fingerprint, addendum)
    pdf = report_content(boxed, ReportForm.PDF)
    content, signature = sign_pdf(pdf, signer, signatory, document.binding, addendum)
    return SignedReport(content, signature, signing_changes(signature, stored, signatory, open_items))


def sign_further(
    source: Path,
    signatory: Signatory,
    passphrase: str,
    held: SignedStudy | None,
    fingerprint: str,
    open_items: Sequence[str] = (),
) -> SignedReport:
    """Add a signature to a PDF that is signed.

    fingerprint : of the recording that is open

    Raises
    ------
    UsageError : it is of another study, or that was changed since it was signed
    UnreadableFile : it cannot be read, or a signature in it does not hold
    KeyRefused : the key cannot be used
    """
    from eegview.app.report.signing.keys import unlocked
    from eegview.app.report.signing.signing import check_current, sign_pdf, signing_changes
    from eegview.app.report.signing.verifying import check_unbroken

    try:
        pdf = source.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror}.", "Check that it is still there.") from None
    first = check_unbroken(pdf)
    if first.binding.get("recording") != fingerprint:
        raise UsageError("This report is of another study.", "Open that study, and sign there.")
    stored = held.stored if held is not None else ()
    check_current(first.binding, stored, _head(held))
    content, signature = sign_pdf(pdf, unlocked(passphrase), signatory)
    return SignedReport(content, signature, signing_changes(signature, stored, signatory, open_items))


def _head(held: SignedStudy | None) -> tuple[int, str]:
    return (held.edits[-1].number, held.edits[-1].hash) if held is not None and held.edits else (0, "")
