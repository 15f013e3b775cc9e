"""Check a signed report: the bytes, the signatures, whose keys they are, and the study it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from eegview.app.report.signing.alike_names import have_a_word_alike, names_look_alike
from eegview.app.report.signing.keys import is_signed_by
from eegview.app.report.signing.signed_study import SignedStudy
from eegview.app.report.signing.study_check import study_lines
from eegview.app.report.signing.verdict import Line, Outcome, moment_of, time_text
from eegview.exchange.report.signed_pdf import SignedPart, read_signed_pdf
from eegview.model.errors import UnreadableFile
from eegview.model.report.signature import ReportSignature, fingerprint_of, parse_signature, sha256_of

PROVES_NOT = (
    "who held the key: anyone who has its file, and its passphrase if it has one, signs as its owner",
    "that the time is right: it is the clock of the computer it was signed on",
    "that the findings are right, or that the name belongs to the key: compare the fingerprint with its owner",
)
_NONE = "This file has no signature that can be checked."
_ADVICE = "Do not rely on it. Ask the signer for the file again."


class ReportBroken(UnreadableFile):
    """A report does not carry a signature that holds."""


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """One signature as it was found.

    signature : None where it cannot be read
    problem : why it does not hold, a sentence; "" = it holds
    known_as : the name by which its key is known here, "you" for one's own; "" = not known
    """

    number: int
    signature: ReportSignature | None
    problem: str
    known_as: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.problem


@dataclass(frozen=True, slots=True)
class Verification:
    """All that a check found.

    lines : sentence by sentence, in the order in which a person reads them
    proves_not : what no signature proves
    """

    signatures: tuple[CheckedSignature, ...]
    lines: tuple[Line, ...]
    proves_not: tuple[str, ...] = PROVES_NOT

    @property
    def is_ok(self) -> bool:
        """Whether there is a signature, and nothing failed."""
        return bool(self.signatures) and all(line.outcome is not Outcome.FAILED for line in self.lines)


def verify(
    pdf: bytes,
    known: Mapping[str, str] | None = None,
    own_fingerprint: str = "",
    studies: Iterable[SignedStudy] = (),
) -> Verification:
    """Check a signed report; whatever the bytes are, nothing is raised.

    Parameters
    ----------
    known : names of the keys that are known here, by fingerprint
    own_fingerprint : of the reader's own key, "" where there is none
    studies : where the report's study is at hand, a library or a bundle; others than the report's are left out
    """
    held = read_signed_pdf(pdf)
    if not held.parts:
        return Verification((), (Line(Outcome.FAILED, f"{_NONE} {_why_none(pdf, held.is_damaged)}"),))
    checked, lines = list[CheckedSignature](), list[Line]()
    report_hash = sha256_of(pdf[: held.n_report])
    earlier: list[ReportSignature] = []
    for number, part in enumerate(held.parts, 1):
        signature = parse_signature(part.text)
        problem = _problem(pdf, part, signature, number, report_hash, earlier)
        known_as = ""
        if signature is not None:
            earlier.append(signature)
            mark = fingerprint_of(signature.public_key)
            known_as = "you" if mark == own_fingerprint else (known or {}).get(mark, "")
        checked.append(CheckedSignature(number, signature, problem, known_as))
    if held.n_after or held.is_damaged:
        lines.append(Line(Outcome.FAILED, _after_text(held.n_after, held.is_damaged)))
    if not any(one.problem for one in checked) and not lines:
        lines.append(Line(Outcome.OK, "No byte of the file was changed since it was signed."))
    for one in checked:
        lines += _signature_lines(one, known or {})
    lines += _time_lines([one.signature for one in checked if one.is_sound and one.signature is not None])
    first = checked[0].signature
    if first is not None and first.addendum_number:
        lines.append(Line(Outcome.NOTE, addendum_text(first.addendum_number, first.addendum_to)))
    if all(one.is_sound for one in checked) and first is not None:
        of_study = [s for s in studies if s.fingerprint == first.binding.get("recording")]
        signed = [one.signature for one in checked if one.signature is not None]
        for study in of_study:
            lines += study_lines(study, signed)
        if not of_study:
            lines.append(
                Line(
                    Outcome.NOT_CHECKED,
                    "The study is not available here, so what the report was made from is not checked.",
                )
            )
    return Verification(tuple(checked), tuple(lines))


def check_unbroken(pdf: bytes) -> ReportSignature:
    """Return the first signature of a signed PDF, all of whose signatures hold.

    Raises
    ------
    ReportBroken : one does not, or there is none
    """
    found = verify(pdf)
    first = found.signatures[0].signature if found.signatures else None
    if first is None or not found.is_ok:
        sentence = next(line.text for line in found.lines if line.outcome is Outcome.FAILED)
        raise ReportBroken(sentence, _ADVICE)
    return first


def check_ok(found: Verification) -> None:
    """Raise where a check did not end well.

    Raises
    ------
    ReportBroken
    """
    if not found.signatures:
        raise ReportBroken(_NONE, "Give the PDF as it was signed.")
    if not found.is_ok:
        raise ReportBroken("The signature of this report does not hold.", _ADVICE)


def addendum_text(number: int, adds_to: str) -> str:
    """Return `This is addendum 1 to the report 7c41e09a5d12….`."""
    return f"This is addendum {number} to the report {adds_to[:12]}…; read both."


def _why_none(pdf: bytes, is_damaged: bool) -> str:
    if not pdf:
        return "It is empty."
    if is_damaged:
        return "Something in it looks like one, but is damaged."
    return "It contains none." if b"%PDF-" in pdf[:1024] else "It is not a PDF."


def _problem(
    pdf: bytes,
    part: SignedPart,
    signature: ReportSignature | None,
    number: int,
    report_hash: str,
    earlier: list[ReportSignature],
) -> str:
    """Return why a signature does not hold, "" where it does."""
    if signature is None:
        return f"Signature {number} is damaged: its text cannot be read."
    name = f"Signature {number}, of {signature.printed_name},"
    if not is_signed_by(signature.public_key, signature.signature, signature.signed_bytes):
        return f"{name} was changed: its text is not what its key signed."
    if signature.number != number:
        return f"{name} was made as signature {signature.number}: one was removed, added or moved."
    if signature.report_hash != report_hash:
        return f"{name} belongs to another report, or the report was changed after it was signed."
    if signature.n_covered != part.start or signature.covered_hash != sha256_of(pdf[: part.start]):
        return f"{name} does not match the bytes before it: something there was changed, removed or moved."
    if not part.is_whole:
        return f"{name} has been changed where it is attached to the file."
    if earlier and (signature.binding, signature.addendum_to) != (earlier[0].binding, earlier[0].addendum_to):
        return f"{name} is bound to other data than the first signature."
    return ""


def _after_text(n_after: int, is_damaged: bool) -> str:
    if not n_after:
        return "Something in the file looks like a signature, but is damaged."
    added = "1 byte was added" if n_after == 1 else f"{n_after} bytes were added"
    what = ", which look like a damaged signature" if is_damaged else ""
    return f"After the last signature that can be read {added}{what}: no signature covers them."


def _time_lines(signatures: Sequence[ReportSignature]) -> list[Line]:
    """Return a line for each signature that is dated before the one above it."""
    return [
        Line(
            Outcome.NOTE,
            f"Signature {later.number} is dated before signature {before.number}, which it covers: "
            "one of the clocks was wrong.",
        )
        for before, later in pairwise(signatures)
        if (old := moment_of(before.at_utc)) and (new := moment_of(later.at_utc)) and new < old
    ]


def _signature_lines(one: CheckedSignature, known: Mapping[str, str]) -> list[Line]:
    signature = one.signature
    if one.problem or signature is None:
        return [Line(Outcome.FAILED, one.problem)]
    who = f"{signature.printed_name}, {signature.role}"
    lines = [
        Line(
            Outcome.OK,
            f"Signature {one.number}: {who}: {signature.meaning.value}, {time_text(signature.at_utc)}.",
        )
    ]
    key = fingerprint_of(signature.public_key)
    if one.known_as == "you":
        lines.append(Line(Outcome.OK, f"It was made with your own key, {key}."))
    elif one.known_as:
        lines.append(Line(Outcome.OK, f"It was made with the key {key}, known here as that of {one.known_as}."))
        if not have_a_word_alike(one.known_as, signature.printed_name):
            lines.append(
                Line(
                    Outcome.NOTE,
                    f"The printed name is {signature.printed_name}, but the key is known as that of {one.known_as}: "
                    "ask them whether they signed under this name.",
                )
            )
    else:
        lines.append(
            Line(
                Outcome.NOT_CHECKED,
                f"It was made with the key {key}, which is not among the keys known here; compare it with its owner.",
            )
        )
        alike = sorted(name for name in known.values() if names_look_alike(name, signature.printed_name))
        if alike:
            lines.append(
                Line(
                    Outcome.NOTE,
                    f"The printed name looks like {alike[0]}, whose key is known here and is another one: ask "
                    f"{alike[0]} whether they signed this.",
                )
            )
    return lines
