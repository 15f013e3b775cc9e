"""Make a report, sign it, and keep the signature in the study's log: what window and command line do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from eegview.app.blind_reading.acts import check_not_blind
from eegview.app.report.signing.addendum import Addendum, addendum_of, as_addendum
from eegview.app.report.signing.signing import (
    Signatory,
    check_current,
    check_name,
    sign_pdf,
    signature_line,
    signing_changes,
    signs_layer,
)
from eegview.model.report.document import Block, Field, Fields, ReportDocument
from eegview.model.report.signature import ReportSignature, report_signatures

if TYPE_CHECKING:
    from eegview.app.library.editing import Editor
    from eegview.app.report.signing.keys import Signer
    from eegview.model.edit import Edit


@dataclass(frozen=True, slots=True)
class SignedReport:
    """A report with its signature.

    document : as it was printed and signed
    """

    pdf: bytes
    signature: ReportSignature
    document: ReportDocument


def document_to_sign(
    document: ReportDocument, signatory: Signatory, key_fingerprint: str, addendum: Addendum | None = None
) -> ReportDocument:
    """Return a report as it is printed for signing: who signs and with which key, what it adds to, no longer a draft.

    key_fingerprint : stands in the box before anything is signed, so that it can be compared
    addendum : as `addendum_of` returned it
    """
    if addendum is not None and document.addendum_to != addendum.adds_to:
        document = as_addendum(document, addendum)
    signed = signature_line(signatory, key_fingerprint)
    is_box = [not line.at_utc and line.meaning_id == signatory.meaning.value for line in document.signatures]
    lines = [
        replace(signed, meaning=line.meaning, statement=line.statement) if mine else line
        for line, mine in zip(document.signatures, is_box, strict=True)
    ]
    draft = draft_badge(document.language)
    return replace(
        _layer_signed(document, signatory),
        signatures=(*lines, *(() if any(is_box) else (signed,))),
        badges=tuple(badge for badge in document.badges if badge != draft),
    )


def _layer_signed(document: ReportDocument, signatory: Signatory) -> ReportDocument:
    """Return a report whose limits do not call marks unsigned, or changed since, that this very signature signs."""
    from eegview.app.report.labels import load_labels
    from eegview.app.report.sections import coverage, limits

    layer = document.binding.get("layer", "")
    if not signs_layer(signatory, layer):
        return document
    labels, meaning = load_labels(document.language), signatory.meaning

    def said_of(one: Field) -> Field:
        if one.field_id == limits.FIELD_ID:
            return replace(one, lines=limits.lines_when_signed(one.lines, labels, layer, meaning))
        if one.field_id == coverage.SIGNED:
            return replace(one, lines=coverage.lines_when_signed(one.lines, labels, layer, meaning))
        return one

    def said(block: Block) -> Block:
        return replace(block, fields=tuple(map(said_of, block.fields))) if isinstance(block, Fields) else block

    sections = (replace(one, blocks=tuple(said(block) for block in one.blocks)) for one in document.sections)
    return replace(document, sections=tuple(sections))


def sign_report(
    document: ReportDocument,
    make_pdf: Callable[[ReportDocument], bytes],
    signer: Signer,
    signatory: Signatory,
    addendum: Addendum | None = None,
) -> SignedReport:
    """Return a report as signed PDF.

    make_pdf : `exchange.report.pdf.pdf_bytes`

    Raises
    ------
    UsageError : no name, no time, or the report says nothing of what it was made from
    CannotWrite : the report cannot be set
    """
    check_name(signatory)
    printed = document_to_sign(document, signatory, signer.fingerprint, addendum)
    pdf, signature = sign_pdf(make_pdf(printed), signer, signatory, printed.binding, addendum)
    return SignedReport(pdf, signature, printed)


def addendum_in(editor: Editor, document: ReportDocument, labels: Callable[[str], str] = str) -> Addendum | None:
    """Return what a report adds to an earlier signed one of this study, None where it is the first."""
    stored = editor.stored()
    edits = editor.history() if report_signatures(stored) else ()  # the log of a night is long
    return addendum_of(stored, edits, document.binding, editor.author, labels)


def keep_signature(
    editor: Editor, signature: ReportSignature, signatory: Signatory, open_items: Sequence[str] = ()
) -> Edit:
    """Keep the signature of a report in the study's log, as one edit; call it on the store lane.

    open_items : what is still open of the review, each in a short text

    Raises
    ------
    UsageError : the study was changed since the report was made; nothing was kept
    LibraryRefused : the library cannot be written
    """
    check_not_blind(editor.blindness())
    stored = editor.stored()
    check_current(signature.binding, stored, editor.head())
    changes = signing_changes(signature, stored, signatory, open_items)
    return editor.change_together(changes, f"signed report as {signature.meaning.value}")


def term_labels() -> Callable[[str], str]:
    """Return what a term is called in the vocabulary in use."""
    from eegview.app.vocabulary.store import load_vocabulary

    labels = {term.term_id: term.label for term in load_vocabulary().terms}
    return lambda term_id: labels.get(term_id, term_id)


def draft_badge(language: str) -> str:
    """Return the badge of a report that nobody signed, in its language."""
    from eegview.app.report.labels import load_labels

    return load_labels(language)("badge.draft")
