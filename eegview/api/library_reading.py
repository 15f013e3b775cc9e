"""One reading of a whole library: its recordings one by one, and what the rows that came of them were made of."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING

from eegview.app.provenance import plugin_software, plugins_of, program_provenance
from eegview.model.edit import NO_EDIT
from eegview.model.provenance import Provenance, Software, recording_state
from eegview.model.suggestion.judgement import judgement_of

if TYPE_CHECKING:
    from eegview.api.seen import SeenLibrary
    from eegview.model.annotation import Annotation
    from eegview.model.suggestion.detection import DetectorRun
    from eegview.model.vocabulary import Vocabulary


class Reading:
    """An open library while its recordings are read.

    first : the library; the reading begins, and the logs are looked at, when this is made
    """

    def __init__(self, first: SeenLibrary) -> None:
        self.first = first
        self._heads = first.sealed.seen_heads()
        self._fingerprints = first.fingerprints()
        self._plugins: list[Software] = []

    def recordings(self) -> Generator[tuple[str, SeenLibrary]]:
        """Yield each recording with edits or runs as the reader may see it."""
        for fingerprint in self._fingerprints:
            yield fingerprint, self.first.of(fingerprint)

    def noted_runs(self, seen: SeenLibrary) -> tuple[DetectorRun, ...]:
        """Return the runs over a recording, whose detectors are named from now on."""
        runs = seen.runs()
        self._plugins += plugins_of(runs)
        return runs

    def note_judged(self, seen: SeenLibrary, stored: Iterable[Annotation]) -> None:
        """Name the detectors whose detections were judged; of a run that was deleted by id and version."""
        judged = [one for mark in stored if (one := judgement_of(mark)) is not None]
        if not judged:
            return
        wanted = {one.run_id for one in judged}
        runs = [run for run in seen.runs() if run.run_id in wanted]
        self._plugins += plugins_of(runs)
        there = {run.run_id for run in runs}
        self._plugins += [
            plugin_software(one.detector_id, one.version, "") for one in judged if one.run_id not in there
        ]

    def note_infants(self, infant_ids: Iterable[str]) -> None:
        """Name the logs of infants beside those of the recordings from now on."""
        self._fingerprints = tuple(dict.fromkeys((*self._fingerprints, *infant_ids)))

    def is_still_true(self) -> bool:
        """Whether no log has moved since the reading began."""
        return self.first.sealed.seen_heads() == self._heads

    def provenance(self, vocabulary: Vocabulary) -> Provenance:
        """Return what made the rows: the program, detectors, and how far each log had come."""
        states = [recording_state(one, self._heads.get(one, NO_EDIT)) for one in self._fingerprints]
        plugins = sorted(set(self._plugins), key=lambda one: (one.name, one.version, one.code_hash, one.description))
        return program_provenance(plugins, states, vocabulary)
