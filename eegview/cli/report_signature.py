"""Signing and checking of `eegview report`: `--sign`, `--meaning`, `--verify`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.app.blind_reading.blindness import is_blind
from eegview.app.blind_reading.texts import NOT_COMPARED
from eegview.cli.blind_view import blindness_in
from eegview.cli.keys import asked_passphrase
from eegview.cli.output import print_json, print_line, print_message
from eegview.model.errors import LibraryRefused, UsageError
from eegview.model.signature import Meaning

if TYPE_CHECKING:
    from eegview.app.library.editing import Editor
    from eegview.app.report.signing.keys import Signer
    from eegview.app.report.signing.signed_study import SignedStudy
    from eegview.app.report.signing.verifying import Verification
    from eegview.model.report.document import ReportDocument

SignOption = Annotated[
    str | None, typer.Option("--sign", metavar="NAME", help="Sign the PDF with your key under this printed name.")
]
MeaningOption = Annotated[
    Meaning, typer.Option("--meaning", metavar="MEANING", help="Of the signature: reviewed or approved.")
]
VerifyOption = Annotated[
    Path | None, typer.Option("--verify", metavar="PDF", help="Check a signed report; exit code 3 if it does not hold.")
]

PDF_SUFFIX = ".pdf"
_WORDS = {"ok": "ok", "failed": "FAILED", "changed": "changed", "not_checked": "not checked", "note": "note"}


def own_signer() -> "Signer":
    """Return the reader's key, ready to sign; one is made where there is none, and its fingerprint is said.

    Raises
    ------
    UsageError : the key cannot be used, or its passphrase is another
    """
    from eegview.app.report.signing.keys import ensure_key, own_key, unlocked

    if own_key() is None:
        made = ensure_key()
        print_message(f"Made a key for signing, {made.fingerprint}; lock it with “eegview keys passphrase”.")
    key = ensure_key()
    return unlocked(asked_passphrase() if key.is_locked else "")


def check_signing(output: Path, name: str, author: str, role: str) -> None:
    """Refuse what cannot be signed before anything is made.

    Raises
    ------
    UsageError : the file is no PDF, or the name cannot be printed
    """
    from eegview.app.library.signing import check_signer

    if output.suffix.lower() != PDF_SUFFIX:
        raise UsageError("Only a PDF is signed.", "Let the name after -o end in .pdf.")
    check_signer(name, author, author, role)


def write_signed(
    document: "ReportDocument", output: Path, fhir: Path | None, editor: "Editor", name: str, meaning: Meaning
) -> "ReportDocument":
    """Sign a report, keep the signature in the log, write the PDF; return the report as it was signed.

    The PDF appears only once the log has its signature.

    Raises
    ------
    UsageError : the key cannot be used, or the study was changed meanwhile
    CannotWrite : the sheets cannot be set, or the disk or the folder refused
    LibraryRefused : the library cannot be written; there is no file
    """
    from eegview.app.report.signing.signed_report import addendum_in, keep_signature, sign_report, term_labels
    from eegview.app.report.signing.signing import Signatory
    from eegview.exchange.report.fhir import fhir_json
    from eegview.exchange.report.pdf import pdf_bytes
    from eegview.exchange.writing import whole_file, write_whole

    now = datetime.now(UTC).isoformat(timespec="seconds")
    signatory = Signatory(name.strip(), editor.author, editor.role, meaning, now)
    addendum = addendum_in(editor, document, term_labels())
    made = sign_report(document, pdf_bytes, own_signer(), signatory, addendum)
    with whole_file(output) as file:
        file.write(made.pdf)
        keep_signature(editor, made.signature, signatory)
    if fhir is not None:
        write_whole(fhir, fhir_json(made.document, made.pdf).encode("utf-8"))
    return made.document


def with_addendum(document: "ReportDocument", editor: "Editor") -> "ReportDocument":
    """Return a draft that says what it adds to this reader's signed report, if there is one."""
    from eegview.app.report.signing.addendum import as_addendum
    from eegview.app.report.signing.signed_report import addendum_in, term_labels

    addendum = addendum_in(editor, document, term_labels())
    return document if addendum is None else as_addendum(document, addendum)


def signed_text(document: "ReportDocument") -> str:
    """Return `signed as reviewed by Dr. Bo, key 7C41 …`, or that it is a draft."""
    signed = next((line for line in document.signatures if line.at_utc), None)
    if signed is None:
        return "draft, not signed"
    return f"signed as {signed.meaning_id} by {signed.printed_name}, key {signed.key_fingerprint}"


def verify_report(
    pdf: Path, study: Sequence[str], library: str | None, as_json: bool, viewer: str | None = None
) -> None:
    """Check a signed report and print what was found.

    Parameters
    ----------
    pdf : the signed PDF
    study : the recording's files, or a bundle of the study; empty = what the library holds
    library : of the reader
    viewer : who looks; one who reads the study blind is told nothing of what was changed since

    Raises
    ------
    UnreadableFile : the file cannot be read, or no signature holds
    """
    from eegview.app.report.signing.keys import KeyRefused, own_key
    from eegview.app.report.signing.reading import read_report
    from eegview.app.report.signing.trusted_keys import known_keys
    from eegview.app.report.signing.verifying import check_ok, verify

    content = read_report(pdf)
    bare = verify(content)
    first = bare.signatures[0].signature if bare.signatures else None
    studies = (
        studies_at_hand(first.binding.get("recording", ""), study, library, viewer) if first and bare.is_ok else ()
    )
    try:
        own = own_key()
    except KeyRefused as error:
        print_message(error.sentence)
        own = None
    found = verify(content, known_keys(), own.fingerprint if own else "", studies)
    if as_json:
        print_json(verification_json(found))
    else:
        for line in found.lines:
            print_line(f"{_WORDS[line.outcome.value]:<12} {line.text}")
        if found.signatures:
            print_line("A signature does not prove")
        for text in found.proves_not if found.signatures else ():
            print_line(f"  {text}")
    check_ok(found)


def studies_at_hand(
    fingerprint: str, study: Sequence[str], library: str | None, viewer: str | None = None
) -> "tuple[SignedStudy, ...]":
    """Return the report's study where it is at hand: in a bundle that is named, else in the library.

    Raises
    ------
    UnreadableFile : what was named cannot be read
    UsageError : it is another study than that of the report
    """
    from eegview.app.library.editing import study_library
    from eegview.app.report.signing.signed_study import study_in_bundle, study_in_library

    bundled = study_in_bundle(Path(study[0])) if study and _is_bundle(Path(study[0])) else None
    named = bundled.fingerprint if bundled is not None else _fingerprint(study) if study else fingerprint
    if named != fingerprint:
        raise UsageError("The report is of another recording than the one that was named.", "Name the right study.")
    if is_blind(bundled.stored if bundled is not None else (), viewer) or (
        blindness_in(library, viewer, fingerprint).is_blind
    ):
        print_message(NOT_COMPARED)
        return ()
    if bundled is not None:
        return (bundled,)
    try:
        opened = study_library(library)
    except LibraryRefused as error:
        print_message(f"{error.sentence} The report is not compared with it.")
        return ()
    try:
        here = study_in_library(opened, fingerprint, has_recording=bool(study))
    except LibraryRefused as error:
        print_message(f"{error.sentence} The report is not compared with it.")
        here = None
    finally:
        opened.close()
    return (here,) if here is not None else ()


def _is_bundle(path: Path) -> bool:
    from eegview.exchange.bundle import MANIFEST

    return path.suffix.lower() == ".zip" or (path / MANIFEST).is_file()


def _fingerprint(files: Sequence[str]) -> str:
    from eegview.app.library.opening import open_source

    source = open_source(list(files))
    try:
        return source.recording.fingerprint
    finally:
        source.close()


def verification_json(found: "Verification") -> dict[str, object]:
    """Return what a check found as an object for --json."""
    from eegview.model.report.signature import fingerprint_of

    return {
        "ok": found.is_ok,
        "signatures": [
            {
                "number": one.number,
                "ok": one.is_sound,
                "problem": one.problem,
                "known_as": one.known_as,
                **(
                    {
                        "printed_name": one.signature.printed_name,
                        "role": one.signature.role,
                        "meaning": one.signature.meaning.value,
                        "at_utc": one.signature.at_utc,
                        "fingerprint": fingerprint_of(one.signature.public_key),
                        "report_sha256": one.signature.report_hash,
                        "addendum_to": one.signature.addendum_to,
                        "addendum_number": one.signature.addendum_number,
                        "binding": dict(one.signature.binding),
                    }
                    if one.signature is not None
                    else {}
                ),
            }
            for one in found.signatures
        ],
        "lines": [{"outcome": line.outcome.value, "text": line.text} for line in found.lines],
        "proves_not": list(found.proves_not),
    }
