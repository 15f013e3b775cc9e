"""A settled study: its final layer is signed and stands, and so do layers of readers, who become experts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from eegview.app.blind_reading.blindness import is_blind
from eegview.app.review.signing import state_of
from eegview.app.scoring.blindness import hidden_from
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.scales import BASED_2021, scale_parameters
from eegview.app.study.patient import known_patient
from eegview.app.sync.syncing import PlacedVideo
from eegview.app.training.cases.settled.blind_experts import blind_experts
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.edit import Edit
from eegview.model.errors import UsageError
from eegview.model.recording import SignalSource, patient_of
from eegview.model.signature import latest_signatures
from eegview.model.span import Span
from eegview.model.sync import is_clinical, is_signed

_ADVICE = "Settle it first: compare the readers, decide each difference, and sign the final layer."


class NotSettled(UsageError):
    """A study cannot give items: its final layer or its readers' layers are not signed."""


@dataclass(frozen=True, slots=True)
class ReaderScore:
    """A committed BASED score of one reader.

    has_seen : another's score was shown to the reader before
    """

    reader: str
    span: Span
    score: int
    has_seen: bool = False


@dataclass(frozen=True, slots=True)
class SettledStudy:
    """What items are made from.

    key : tells studies of a set apart
    infant : key of the infant: typed or written ID, else the recording
    marks : clinical marks of the final layer and of the experts
    experts : layers of readers whose signature holds
    left_out : readers whose marks changed since they signed, and who do not vote
    other_marks : clinical marks of readers who are left out; where they marked an event, something may be
    read_blind : of each expert whether they read blind, see `blind_experts`
    age : as it is read out, "" where it is not known
    is_simulated : the recording says that nobody was recorded
    is_film : clips alone, without EEG
    """

    key: str
    infant: str = field(repr=False)
    paths: tuple[str, ...] = field(repr=False)
    segments: tuple[Span, ...]
    marks: tuple[Annotation, ...] = field(repr=False)
    experts: tuple[str, ...] = field(repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False)
    scores: tuple[ReaderScore, ...] = ()
    videos: tuple[PlacedVideo, ...] = field(default=(), repr=False)
    other_marks: tuple[Annotation, ...] = field(default=(), repr=False)
    read_blind: Mapping[str, bool | None] = field(default_factory=dict, repr=False)
    age: str = ""
    is_simulated: bool = False
    is_film: bool = False

    def of(self, layer: str) -> tuple[Annotation, ...]:
        """Return the marks of a layer, by onset."""
        return tuple(mark for mark in self.marks if mark.layer == layer)

    def is_blind_read(self, experts: Iterable[str]) -> bool | None:
        """Whether all of some experts read blind; None where nothing is known of it."""
        found = {self.read_blind.get(expert) for expert in experts}
        return None if found <= {None} else found == {True}

    @property
    def final(self) -> tuple[Annotation, ...]:
        """Return the settled marks, by onset."""
        return self.of(FINAL_LAYER)


def settled_study(
    source: SignalSource,
    stored: Iterable[Annotation],
    edits: Sequence[Edit],
    viewer: str,
    videos: Sequence[PlacedVideo] = (),
    paths: Sequence[str] = (),
) -> SettledStudy:
    """Return a study from which items can be made.

    Parameters
    ----------
    stored : all marks and records of the recording
    edits : its log, oldest first
    viewer : who makes the set; what this reader may not know does not become an item

    Raises
    ------
    NotSettled : the final layer, or not one reader's layer, is signed and unchanged
    """
    stored = tuple(stored)
    if is_blind(stored, viewer):
        raise NotSettled(
            "You read this study blind: a case set would show you what others marked.",
            "Sign your own layer first, or have somebody else make the set.",
        )
    signed = tuple(filter(is_signed, stored))
    standing: list[str] = []
    changed: list[str] = []
    for layer, signature in latest_signatures(stored).items():
        later = [edit for edit in edits if edit.number > signature.head_number]
        (standing if state_of(signature, signed, later).is_matching else changed).append(layer)
    if FINAL_LAYER in changed:
        raise NotSettled("The final layer changed after it was signed.", "Sign it again, then make the set.")
    if FINAL_LAYER not in standing:
        raise NotSettled("The final layer of this study is not signed.", _ADVICE)
    experts = sorted({*standing} - {FINAL_LAYER, FILE_LAYER})
    if not experts:
        raise NotSettled(
            "No reader's own layer of this study is signed.",
            "Have readers sign their layers: their marks are the votes.",
        )
    is_hidden = hidden_from(viewer, stored)
    shown = [mark for mark in stored if not is_hidden(mark)]
    layers = {FINAL_LAYER, *experts}
    left_out = sorted({*changed} - {FINAL_LAYER})
    clinical = sorted(filter(is_clinical, shown), key=lambda mark: (mark.onset_s, mark.annotation_id))
    recording = source.recording
    facts = patient_of(source)
    patient = known_patient(facts, recording.started_at, stored)
    return SettledStudy(
        recording.fingerprint,
        patient.patient_id or recording.fingerprint,
        tuple(paths) or (recording.path,),
        recording.segments,
        tuple(mark for mark in clinical if mark.layer in layers),
        tuple(experts),
        tuple(left_out),
        _scores(shown, {*experts, FINAL_LAYER}),
        tuple(videos),
        tuple(mark for mark in clinical if mark.layer in left_out),
        blind_experts(experts, edits),
        patient.age_text,
        facts.is_simulated,
        recording.is_film,
    )


def _scores(stored: Iterable[Annotation], layers: set[str]) -> tuple[ReaderScore, ...]:
    book = EvidenceBook(scale_parameters())
    book.replace_all(stored)
    found: list[ReaderScore] = []
    for reader in book.readers():
        for key in book.keys(reader):
            sheet = book.sheet(key, reader)
            score = sheet.score.score
            if reader in layers and key.scale_id == BASED_2021 and sheet.is_committed and score is not None:
                found.append(ReaderScore(reader, sheet.span, score, bool(sheet.seen)))
    return tuple(found)
