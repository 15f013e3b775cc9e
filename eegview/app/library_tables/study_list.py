"""The studies of a library as a list: what each recording is, and how much one reader may know there is of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from eegview.app.blind_reading.blindness import SIGHT_TERMS, Blindness, blindness_of
from eegview.app.blind_reading.visibility import seen_marks
from eegview.app.library_tables.seen_study import SeenStudy
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.edit import Edit
from eegview.model.scoring.records import sheet_of
from eegview.model.scoring.terms import SCORING_TERMS, SHEET_TERM
from eegview.model.signature import Signature, latest_signatures
from eegview.model.study.known_recording import KnownRecording
from eegview.model.sync import is_clinical_term, is_signed

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.store.holdings import Holdings

NOT_SEEN = "not seen since the library was updated"


@dataclass(frozen=True, slots=True)
class SignedLayer:
    """The last signature under a layer.

    is_changed : the layer was changed since; None = the reader may not know yet
    """

    layer: str
    printed_name: str
    role: str
    meaning: str
    at_utc: str
    is_changed: bool | None

    @property
    def text(self) -> str:
        """Return `Dr. Bo`, `Dr. Bo (final)`, `Dr. Bo, changed since`."""
        final = " (final)" if self.layer == FINAL_LAYER else ""
        return f"{self.printed_name}{final}{', changed since' if self.is_changed else ''}"


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One study of the list.

    n_marks : that the reader may see
    n_runs : of detectors; None while the reader reads blind
    n_scores : committed sheets that the reader may know of
    readers : who has marks or committed sheets that the reader may know of
    authors : of the edits that the reader may know of
    is_hidden : whether anything is left out for the reader
    """

    known: KnownRecording
    n_marks: int = 0
    n_runs: int | None = 0
    n_scores: int = 0
    n_edits: int = 0
    readers: tuple[str, ...] = ()
    signed: tuple[SignedLayer, ...] = ()
    first_edit_utc: str = ""
    last_edit_utc: str = ""
    authors: tuple[str, ...] = ()
    is_hidden: bool = False

    @property
    def fingerprint(self) -> str:
        return self.known.fingerprint

    @property
    def started_at(self) -> datetime | None:
        """Return the recorder's clock at the start, None where it is not known, not kept or not readable."""
        try:
            return datetime.fromisoformat(self.known.started_at)
        except ValueError:
            return None


def list_studies(library: SealedLibrary, viewer: str | None) -> tuple[StudyLine, ...]:
    """Return every recording that a library knows, by start and fingerprint; those without a start come last.

    The database counts; only of studies that are partly hidden from the reader is everything read.

    viewer : who looks, see `SeenStudy`
    """
    whole = library.whole
    holdings = whole.holdings()
    records = whole.records_everywhere(SIGHT_TERMS | {SHEET_TERM})
    signatures = {fingerprint: latest_signatures(held) for fingerprint, held in records.items()}
    later = whole.edits_after(_unsettled(signatures, holdings))
    lines: list[StudyLine] = []
    for known in whole.recordings():
        held, stored = holdings.get(known.fingerprint), records.get(known.fingerprint, ())
        if held is None:
            lines.append(StudyLine(known))
            continue
        blindness = blindness_of(stored, viewer)
        signed = tuple(
            _signed(one, later.get(known.fingerprint, ()))
            for one in latest_signatures(seen_marks(stored, blindness)).values()
        )
        if _has_own_evidence(held, viewer) or blindness.is_blind:
            study = SeenStudy(library, known.fingerprint, viewer)
            lines.append(_read_line(known, study, stored, blindness, signed))
        else:
            lines.append(_counted_line(known, held, stored, signed))
    return tuple(sorted(lines, key=lambda line: (not line.known.started_at, line.known.started_at, line.fingerprint)))


def _unsettled(signatures: dict[str, dict[str, Signature]], holdings: dict[str, Holdings]) -> dict[str, int]:
    """Return from which number on edits must be read to know whether signed marks were changed."""
    found: dict[str, int] = {}
    for fingerprint, by_layer in signatures.items():
        numbers = [one.head_number for one in by_layer.values()]
        # The edit after the number is the signature itself.
        if numbers and fingerprint in holdings and holdings[fingerprint].n_edits > min(numbers) + 1:
            found[fingerprint] = min(numbers)
    return found


def _signed(signature: Signature, later: Iterable[Edit]) -> SignedLayer:
    is_changed = None
    if not signature.is_sealed:
        is_changed = any(
            edit.number > signature.head_number and change.mark.layer == signature.layer and is_signed(change.mark)
            for edit in later
            for change in edit.changes
        )
    return SignedLayer(
        signature.layer, signature.printed_name, signature.role, signature.meaning.value, signature.at_utc, is_changed
    )


def _has_own_evidence(held: Holdings, viewer: str | None) -> bool:
    """Whether a reader scores in a study, who may not see all that others found there."""
    return any(layer == viewer and term_id in SCORING_TERMS for layer, term_id in held.n_by_layer_and_term)


def _counted_line(
    known: KnownRecording, held: Holdings, stored: Sequence[Annotation], signed: tuple[SignedLayer, ...]
) -> StudyLine:
    marked = [(layer, n) for (layer, term_id), n in held.n_by_layer_and_term.items() if is_clinical_term(term_id)]
    scored = _scored(stored)
    return StudyLine(
        known,
        sum(n for _layer, n in marked),
        held.n_runs,
        len(scored),
        held.n_edits,
        _people({*(layer for layer, _n in marked), *scored}),
        signed,
        held.first_edit_utc,
        held.last_edit_utc,
        tuple(sorted(held.n_by_author)),
    )


def _read_line(
    known: KnownRecording,
    study: SeenStudy,
    stored: Sequence[Annotation],
    blindness: Blindness,
    signed: tuple[SignedLayer, ...],
) -> StudyLine:
    edits = study.edits
    scored = _scored(seen_marks(stored, blindness))
    return StudyLine(
        known,
        len(study.marks),
        None if blindness.is_blind else len(study.runs),
        len(scored),
        len(edits),
        _people({*(mark.layer for mark in study.marks), *scored}),
        signed,
        edits[0].at_utc if edits else "",
        edits[-1].at_utc if edits else "",
        tuple(sorted({edit.author for edit in edits})),
        study.is_anything_hidden,
    )


def _scored(stored: Iterable[Annotation]) -> list[str]:
    """Return the reader of each committed sheet."""
    sheets = map(sheet_of, stored)
    return [sheet.record.layer for sheet in sheets if sheet is not None and sheet.committed_utc]


def _people(layers: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*layers} - {FILE_LAYER, FINAL_LAYER, ""}))
