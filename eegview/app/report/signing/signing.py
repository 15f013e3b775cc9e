"""Sign a report: what the box on the page says, the signature behind the PDF's bytes, and the acts for the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from eegview.app.comparing.unsettled import check_settled
from eegview.app.library.signing import check_signer
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.report.signed_pdf import append_signature, read_signed_pdf
from eegview.model.annotation import FINAL_LAYER, FINAL_ROLE, Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.report.binding import head_in, report_binding
from eegview.model.report.document import SignatureLine
from eegview.model.report.signature import (
    ReportSignature,
    parse_signature,
    sha256_of,
    signature_record,
)
from eegview.model.signature import Meaning, signature_mark
from eegview.model.sync import is_signed

if TYPE_CHECKING:
    from eegview.app.report.signing.addendum import Addendum
    from eegview.app.report.signing.keys import Signer

STATEMENTS = {
    Meaning.REVIEWED: "I have read this recording.",
    Meaning.APPROVED: "I approve this report.",
}


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person who signs a report.

    author, role : as in the study's log
    at_utc : when, ISO 8601 with seconds
    """

    printed_name: str
    author: str
    role: str
    meaning: Meaning
    at_utc: str


def signature_line(signatory: Signatory, key_fingerprint: str) -> SignatureLine:
    """Return what stands in the signature's box; the PDF is made with it, then signed."""
    return SignatureLine(
        signatory.meaning.value.capitalize(),
        STATEMENTS[signatory.meaning],
        signatory.printed_name.strip(),
        signatory.role,
        signatory.at_utc,
        key_fingerprint,
        signatory.meaning.value,
    )


def sign_pdf(
    pdf: bytes,
    signer: Signer,
    signatory: Signatory,
    binding: Mapping[str, str] | None = None,
    addendum: Addendum | None = None,
) -> tuple[bytes, ReportSignature]:
    """Return a PDF with one more signature behind its bytes, and that signature.

    Parameters
    ----------
    pdf : as `exchange.report.pdf` wrote it, or signed already
    binding : what the report was made from; None = as the first signature has it
    addendum : what it adds to; None = nothing, or as the first signature has it

    Raises
    ------
    UsageError : no name, no time, or the PDF says nothing of what it was made from
    UnreadableFile : the PDF is damaged, or a signature in it does not hold
    """
    from eegview.app.report.signing.verifying import check_unbroken

    check_name(signatory)
    first = check_unbroken(pdf) if (held := read_signed_pdf(pdf)).parts or held.is_damaged else None
    if first is not None:
        if (binding is not None and dict(binding) != dict(first.binding)) or addendum is not None:
            raise UsageError("A further signature stands under the same report.", "Make a new report instead.")
        binding = first.binding
    if binding is None:
        raise UsageError("This PDF does not say what it was made from.", "Make the report again, and sign that.")
    unsigned = ReportSignature(
        signatory.printed_name.strip(),
        signatory.role,
        signatory.meaning,
        signatory.at_utc,
        signer.public_key,
        sha256_of(pdf[: held.n_report]),
        len(held.parts) + 1,
        sha256_of(pdf),
        len(pdf),
        dict(binding),
        first.addendum_to if first else addendum.adds_to if addendum else "",
        first.addendum_number if first else addendum.number if addendum else 0,
    )
    signature = replace(unsigned, signature=signer.sign(unsigned.signed_bytes))
    from eegview.model.report.signature import signature_text

    text = signature_text(signature)
    if parse_signature(text) != signature:
        raise UsageError("The name or the role contains a character that cannot be printed.", "Type it again.")
    return append_signature(pdf, text), signature


def signing_changes(
    signature: ReportSignature,
    stored: Iterable[Annotation],
    signatory: Signatory,
    open_items: Sequence[str] = (),
) -> tuple[Change, ...]:
    """Return the acts that keep a signed report in the study's log, to be done as one edit.

    Where the signer may sign the counted layer, the marks of it are signed as well, by the same hash: then a later
    change of them asks for a reason, as after any sign-off.

    Parameters
    ----------
    stored : all marks and records of the recording, as the report was made from
    open_items : what is still open of the review, each in a short text

    Raises
    ------
    UsageError : differences between readers are open, and the final layer would be signed
    """
    binding, stored = signature.binding, tuple(stored)
    changes = [Change(None, signature_record(signature, signatory.author))]
    layer = binding.get("layer", "")
    if signs_layer(signatory, layer):
        if layer == FINAL_LAYER:
            check_settled(stored, binding.get("recording", ""), load_vocabulary())
        mark = signature_mark(
            signature.printed_name,
            signatory.role,
            signature.meaning,
            layer,
            signature.at_utc,
            [one for one in stored if one.layer == layer and is_signed(one)],
            head_in(binding),
            binding.get("settings_text", ""),
            binding.get("recording", ""),
            open_items,
        )
        changes.append(Change(None, replace(mark, layer=signatory.author)))
    return tuple(changes)


def signs_layer(signatory: Signatory, layer: str) -> bool:
    """Whether who signs a report signs the marks of the counted layer with it: their own, or the final ones."""
    is_final = layer == FINAL_LAYER and signatory.role == FINAL_ROLE
    return is_final or (layer == signatory.author and layer != FINAL_LAYER)


def check_current(binding: Mapping[str, str], stored: Iterable[Annotation], head: tuple[int, str]) -> None:
    """Refuse to sign a report that was made before the study was last changed.

    stored, head : the study as it is now

    Raises
    ------
    UsageError : marks, scores or entries are not those of the report
    """
    from eegview.model.report.binding import readers_in

    now = report_binding(binding.get("recording", ""), head, binding.get("layer", ""), stored, readers_in(binding))
    if any(now[name] != binding.get(name) for name in ("marks", "scores", "entries")):
        raise UsageError(
            "The study was changed since this report was made, so it was not signed.",
            "Make the report again, read it, and sign that.",
        )


def check_name(signatory: Signatory) -> None:
    """Refuse a signature without a name or a time."""
    check_signer(signatory.printed_name, signatory.author, signatory.author, signatory.role)
    try:
        is_timed = datetime.fromisoformat(signatory.at_utc).utcoffset() is not None
    except ValueError:
        is_timed = False
    if not is_timed:
        raise UsageError("A signature needs a time with its zone.", "Give it as 2026-03-17T10:05:00+00:00.")
