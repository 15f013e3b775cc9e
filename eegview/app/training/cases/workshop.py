"""The making of one set: studies opened once, drafts drawn as the choices change, pictures of items, the file."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.library.editing import study_library
from eegview.app.training.cases.drawing import DrawnItem
from eegview.app.training.cases.item_picture import item_picture
from eegview.app.training.cases.made_from import JoinedSources
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.making import CaseSource, Draft, draft_of, write_draft
from eegview.app.training.cases.preview import SetPreview, preview_of
from eegview.app.training.cases.questions import load_questions
from eegview.app.training.cases.set_facts import SetFacts
from eegview.app.training.cases.settled.opening import OpenedStudies, RefusedStudy, open_studies
from eegview.app.training.cases.settled.studies import SettledStudies
from eegview.app.training.cases.shipped import shipped_recipe
from eegview.app.training.cases.simulated.studies import SimulatedStudies
from eegview.model.errors import UsageError
from eegview.model.recording import Progress, no_progress

if TYPE_CHECKING:
    from eegview.app.report.signing.keys import Signer

_OPEN_SHARE = 0.5  # of the time that a draft takes


@dataclass(frozen=True, slots=True)
class MakeRequest:
    """What a set is to be made from, and how.

    paths : recordings whose marks are in the library, or bundles
    n_simulated : infants of the program's own set, from the first on
    pseudonyms : of experts, by their layer; others are numbered
    """

    paths: tuple[Path, ...] = ()
    n_simulated: int = 0
    settings: MakeSettings = field(default_factory=MakeSettings)
    pseudonyms: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, what it would hold, and which studies give nothing.

    experts : (layer, pseudonym) of each expert
    n_not_voting : readers whose marks changed after they signed
    """

    draft: Draft
    preview: SetPreview
    refused: tuple[RefusedStudy, ...] = ()
    experts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    n_not_voting: int = 0


class Workshop:
    """What makes one set; it belongs to one thread, and `close` must be called.

    viewer : who makes it
    """

    def __init__(self, library_url: str | None, viewer: str) -> None:
        self._library_url, self._viewer = library_url, viewer
        self._folder = tempfile.TemporaryDirectory(prefix="eegview-")
        self._opened: OpenedStudies | None = None
        self._opened_for: tuple[tuple[Path, ...], bool] | None = None
        self._source: JoinedSources | None = None

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def draft(self, request: MakeRequest, progress: Progress = no_progress) -> Drafted:
        """Return the items that a set would have; studies that are open already are not opened again.

        Raises
        ------
        UsageError : no study is named or settled, or the settings do not fit together
        Cancelled : from `progress`
        """
        settings, asked = request.settings, load_questions()
        settings.check(asked)
        if not request.paths and not request.n_simulated:
            raise UsageError("No study was chosen.", "Choose settled studies, or simulated infants.")
        opened = self._open(request, lambda share: progress(_OPEN_SHARE * share))
        sources: list[CaseSource] = []
        experts: dict[str, str] = {}
        if opened.studies:
            settled = SettledStudies(opened.studies, settings.seed, request.pseudonyms)
            experts = dict(settled.experts.names)
            sources.append(settled)
        if request.n_simulated:
            sources.append(SimulatedStudies(shipped_recipe().infants[: request.n_simulated], self._based_starts_s()))
        if not sources:
            first = opened.refused[0]
            raise UsageError(first.sentence, first.advice)
        self._source = JoinedSources(sources)
        names = tuple(sorted(experts.values()))
        draft = draft_of(self._source, settings, names, lambda share: progress(_OPEN_SHARE + share * (1 - _OPEN_SHARE)))
        return Drafted(
            draft,
            preview_of(draft.drawn, settings, asked, len(experts)),
            opened.refused,
            tuple(sorted(experts.items())),
            sum(len(study.left_out) for study, _source in opened.studies),
        )

    def picture(self, item: DrawnItem, width_px: int, height_px: int) -> bytes:
        """Return the page of an item with its settled marks, of film alone pictures of it, as PNG.

        Raises
        ------
        UnreadableFile : the recording is gone
        """
        assert self._source is not None
        if item.candidate.is_film:
            return self._source.film_picture(item.candidate, width_px, height_px)
        source, zero_s = self._source.open_stretch(item.candidate)
        try:
            return item_picture(source, item.candidate, zero_s, width_px, height_px)
        finally:
            source.close()

    def write(
        self, out: Path, draft: Draft, made_utc: str, signer: Signer | None, progress: Progress = no_progress
    ) -> SetFacts:
        """Write a set; see `write_draft`."""
        assert self._source is not None
        return write_draft(out, draft, self._source, made_utc, signer, progress)

    def close(self) -> None:
        """Close the recordings, and remove what was unpacked."""
        self._close_studies()
        self._folder.cleanup()

    def _open(self, request: MakeRequest, progress: Progress) -> OpenedStudies:
        wanted = request.paths, request.settings.has_video
        if self._opened is None or self._opened_for != wanted:
            self._close_studies()
            library = study_library(self._library_url)
            try:
                folder = Path(self._folder.name)
                self._opened = open_studies(request.paths, library, self._viewer, folder, wanted[1], progress)
            finally:
                library.close()
            self._opened_for = wanted
        return self._opened

    def _close_studies(self) -> None:
        for _study, source in self._opened.studies if self._opened is not None else ():
            source.close()
        self._opened = self._opened_for = self._source = None

    @staticmethod
    def _based_starts_s() -> Mapping[str, Sequence[float]]:
        return shipped_recipe().based_starts_s
