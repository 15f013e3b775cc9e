"""Where a file or a figure came from: program, libraries, detectors, recordings, state of their logs, vocabulary.

The form for other programs follows `GeneratedBy` of BIDS (dataset_description.json of a derivative, BIDS 1.10). Nothing
in it says who was recorded, who asks, or on which computer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from eegview.model.edit import GENESIS

MADE_UTC = "made_utc"  # the one entry that differs between two files made alike


@dataclass(frozen=True, slots=True)
class Software:
    """A program, a library or a detector that took part; one entry of BIDS' `GeneratedBy`.

    code_hash : hex SHA-256 of its files, "" where not known
    url : of its code, "" for none
    """

    name: str
    version: str
    code_hash: str = ""
    url: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class RecordingState:
    """A recording, and how far its log had come.

    n_edits : number of the last edit, 0 before the first; None where no log was asked, or the reader may not know
    head_hash : hex SHA-256 of that edit, "" before the first; `eegview history --verify` finds it again
    """

    fingerprint: str
    n_edits: int | None = None
    head_hash: str = ""


@dataclass(frozen=True, slots=True)
class VocabularyState:
    """A vocabulary by its id, version and the hash of what its terms mean."""

    vocabulary_id: str
    version: str
    meaning_hash: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a file or a figure, and of what.

    libraries : those that compute and read
    plugins : detectors whose results are in it
    recordings : none where it is of no recording
    made_utc : ISO 8601 in UTC, to the second
    """

    program: Software
    libraries: tuple[Software, ...]
    made_utc: str
    plugins: tuple[Software, ...] = ()
    recordings: tuple[RecordingState, ...] = ()
    vocabulary: VocabularyState | None = None

    def with_others(self, others: "Iterable[Provenance]") -> "Provenance":
        """Return this one with the recordings and detectors of others, each once."""
        recordings = dict.fromkeys(self.recordings)
        plugins = dict.fromkeys(self.plugins)
        for one in others:
            recordings |= dict.fromkeys(one.recordings)
            plugins |= dict.fromkeys(one.plugins)
        return replace(self, recordings=tuple(recordings), plugins=tuple(plugins))


def recording_state(fingerprint: str, head: tuple[int, str] | None = None) -> RecordingState:
    """Return the state of a recording whose last edit has this number and hash; None = not known."""
    if head is None:
        return RecordingState(fingerprint)
    number, head_hash = head
    return RecordingState(fingerprint, number, head_hash if number and head_hash != GENESIS else "")


def as_json(provenance: Provenance) -> dict[str, Any]:
    """Return the provenance for JSON: plain values only, entries always in one order."""
    made_by = [_entry(one) for one in (provenance.program, *provenance.plugins)]
    held: dict[str, Any] = {
        "GeneratedBy": made_by,
        "libraries": {one.name: one.version for one in provenance.libraries},
        "recordings": [
            {"fingerprint": one.fingerprint, "n_edits": one.n_edits, "head_hash": one.head_hash}
            for one in provenance.recordings
        ],
    }
    if provenance.vocabulary is not None:
        about = provenance.vocabulary
        held["vocabulary"] = {"id": about.vocabulary_id, "version": about.version, "hash": about.meaning_hash}
    return held | {MADE_UTC: provenance.made_utc}


def sidecar_keys(provenance: Provenance) -> dict[str, Any]:
    """Return the entries for a sidecar of BIDS: `GeneratedBy` where BIDS has it, all else under `Provenance`."""
    held = as_json(provenance)
    return {"GeneratedBy": held.pop("GeneratedBy"), "Provenance": held}


def _entry(one: Software) -> dict[str, str]:
    held = {"Name": one.name, "Version": one.version, "Description": one.description}
    more = {"CodeURL": one.url, "CodeHash": one.code_hash}  # CodeHash is ours: BIDS names no place for it
    return {name: value for name, value in (held | more).items() if value or name == "Version"}
