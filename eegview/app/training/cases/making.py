"""Make a case set: candidates of all studies, drawn, cut and written."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from eegview.app.provenance import library_software, program_software, vocabulary_text
from eegview.app.training.cases.candidate import Candidate
from eegview.app.training.cases.drawing import TRAIN, DrawnItem, draw_items
from eegview.app.training.cases.field_peak import field_peak_s
from eegview.app.training.cases.fitting import fitted_marks, fitted_reasons
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.questions import AskedQuestion, load_questions
from eegview.app.training.cases.set_facts import SetFacts
from eegview.app.training.cases.set_file import write_case_set
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.training.item import FilmRow, Item
from eegview.model.training.key import Key, Reason

if TYPE_CHECKING:
    from eegview.app.report.signing.keys import Signer

_N_THREADS = 2
_Files = tuple[Path | None, Path | None]  # EEG and video of an item
_CUT_SHARE = 0.85  # of the time, the rest is for packing


class CaseSource(Protocol):
    """Studies from which items are drawn, and their clips cut."""

    def candidates(
        self, settings: MakeSettings, asked: Mapping[str, AskedQuestion], progress: Progress = no_progress
    ) -> Iterable[Candidate]:
        """Return everything that could be asked."""
        ...

    def open_stretch(self, candidate: Candidate) -> tuple[SignalSource, float]:
        """Open a recording that holds a stretch, to look at; return it and the instant of the study at its 0 s."""
        ...

    def film_picture(self, candidate: Candidate, width_px: int, height_px: int) -> bytes:
        """Return pictures of a stretch as PNG, of film alone."""
        ...

    def write_eeg(self, candidate: Candidate, out: Path) -> float:
        """Write a stretch as EDF without identity; return the time of its first sample in the study."""
        ...

    def write_video(self, candidate: Candidate, out: Path) -> float | None:
        """Write the video of a stretch; return when in the study its first frame is shown, None where there is none."""
        ...

    def film_rows(self, candidate: Candidate) -> tuple[FilmRow, ...]:
        """Return what was measured in the film of a stretch, of film alone."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A set that was drawn and is not written yet.

    experts : pseudonyms
    """

    settings: MakeSettings
    drawn: tuple[DrawnItem, ...]
    experts: tuple[str, ...] = ()

    def without(self, item_ids: Iterable[str]) -> Draft:
        """Return the draft without some items."""
        left_out = frozenset(item_ids)
        return replace(self, drawn=tuple(one for one in self.drawn if one.item_id not in left_out))

    def named(self, title: str, maker: str, teaches_layers: bool) -> Draft:
        """Return the draft under another title and maker, taught in layers or not."""
        settings = replace(self.settings, title=title.strip(), maker=maker.strip(), teaches_layers=teaches_layers)
        return replace(self, settings=settings)

    def with_note(self, item_id: str, note: str) -> Draft:
        """Return the draft with the maker's note on an item, which learners read after their answer."""
        drawn = tuple(
            replace(one, candidate=replace(one.candidate, note=note.strip())) if one.item_id == item_id else one
            for one in self.drawn
        )
        return replace(self, drawn=drawn)


def draft_of(
    source: CaseSource, settings: MakeSettings, experts: Sequence[str] = (), progress: Progress = no_progress
) -> Draft:
    """Return the items that a set would have.

    Raises
    ------
    UsageError : the settings do not fit together, or there is nothing to ask
    Cancelled : from `progress`
    """
    asked = load_questions()
    settings.check(asked)
    drawn = draw_items(source.candidates(settings, asked, progress), settings)
    if not drawn:
        raise UsageError(
            "There is nothing to ask in these studies.",
            "Choose studies whose final layer is signed, or other questions.",
        )
    return Draft(settings, drawn, tuple(experts))


def write_draft(
    out: Path,
    draft: Draft,
    source: CaseSource,
    made_utc: str,
    signer: Signer | None = None,
    progress: Progress = no_progress,
    set_id: str = "",
) -> SetFacts:
    """Cut the clips of a draft and write the set; return what it says of itself.

    made_utc : ISO 8601
    set_id : "" = made from the time, the settings and the items

    Raises
    ------
    UsageError : nothing is left in the draft, or the name is not that of a case set
    UnreadableFile, CannotWrite, Cancelled : an older file is untouched
    """
    if not draft.drawn:
        raise UsageError("No item is left in the set.", "Include some items again.")
    settings, asked = draft.settings, load_questions()
    with tempfile.TemporaryDirectory(prefix="eegview-") as made:
        folder = Path(made)

        def cut(one: DrawnItem) -> tuple[Item, Key, _Files]:
            return _cut(one, source, folder)

        items: list[Item] = []
        keys: list[Key] = []
        clips: dict[str, _Files] = {}
        with ThreadPoolExecutor(_N_THREADS, thread_name_prefix="case-set") as pool:
            try:
                for item, key, files in pool.map(cut, draft.drawn):
                    items.append(item)
                    keys.append(key)
                    clips[item.item_id] = files
                    progress(_CUT_SHARE * len(items) / len(draft.drawn))
            except BaseException:  # also Cancelled: what was not begun is dropped
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        used = {item.question_id for item in items}
        facts = SetFacts(
            set_id or _set_id(draft, made_utc),
            settings.title.strip() or "Case set",
            settings.maker.strip() or "not named",
            made_utc,
            settings.version,
            all(key.is_simulated for key in keys),
            settings.teaches_layers,
            min(settings.post_unlock_after, sum(item.part == TRAIN for item in items)),
            draft.experts,
            {name: one.question for name, one in asked.items() if name in used},
            tuple(items),
            {**settings.texts(), **_made_by()},
        )

        def packed(share: float) -> None:
            progress(_CUT_SHARE + (1 - _CUT_SHARE) * share)

        write_case_set(out, facts, keys, clips, signer, packed)
    return facts


def _made_by() -> dict[str, str]:
    """Return what made a set, as texts; the recordings are not named: what names them would lead back to a library."""
    program, libraries = program_software(), library_software()
    return {
        "made_by": f"{program.name} {program.version}, code {program.code_hash}",
        "computed_with": ", ".join(f"{one.name} {one.version}" for one in libraries),
        "vocabulary": vocabulary_text(load_vocabulary()),
    }


def _set_id(draft: Draft, made_utc: str) -> str:
    rng = random.Random(f"{made_utc} {draft.settings!r} {[one.item_id for one in draft.drawn]}")
    return f"set-{rng.getrandbits(64):016x}"


def _cut(one: DrawnItem, source: CaseSource, folder: Path) -> tuple[Item, Key, _Files]:
    """Write the clips of an item; return it and its key with times from the first sample of the stretch."""
    candidate = one.candidate
    eeg, video = folder / f"{one.item_id}.edf", folder / f"{one.item_id}.mp4"
    zero_s = candidate.span.start_s if candidate.is_film else source.write_eeg(candidate, eeg)
    shown_s = source.write_video(candidate, video) if candidate.has_video else None
    if candidate.is_film and shown_s is None:
        raise UnreadableFile("A clip has no picture where an item is to be.", "Leave the item out, or check the clip.")
    if candidate.needs_peak and candidate.onset_s is not None:
        candidate = replace(candidate, field_at_s=field_peak_s(eeg, candidate.onset_s - zero_s) + zero_s)
    duration_s = candidate.span.stop_s - zero_s

    def at(time_s: float | None) -> float | None:
        return None if time_s is None else round(min(max(time_s - zero_s, 0.0), duration_s), 4)

    asked_s = candidate.ask_s if candidate.ask_s is not None else candidate.onset_s
    near_s = duration_s / 2 if asked_s is None else asked_s - zero_s
    item = Item(
        one.item_id,
        candidate.question_id,
        duration_s,
        at(candidate.ask_s),
        0.0 if candidate.is_film else _rate_hz(eeg),
        shown_s is not None,
        round(shown_s - zero_s, 4) if shown_s is not None else 0.0,
        candidate.history,
        one.infant_id,
        one.group_id,
        one.part,
        candidate.is_film,
        source.film_rows(candidate) if candidate.is_film else (),
    )
    key = Key(
        one.item_id,
        candidate.category,
        candidate.answer,
        candidate.votes,
        candidate.is_simulated,
        at(candidate.onset_s),
        candidate.onset_spread_s,
        fitted_reasons([_moved(reason, zero_s) for reason in candidate.reasons], duration_s, near_s),
        at(candidate.field_at_s),
        candidate.note,
        candidate.why_not,
        fitted_marks([replace(mark, onset_s=mark.onset_s - zero_s) for mark in candidate.marks], duration_s, near_s),
        at(candidate.onset_low_s),
        at(candidate.onset_high_s),
        candidate.is_blind_read,
    )
    return item, key, (None if candidate.is_film else eeg, video if shown_s is not None else None)


def _moved(reason: Reason, zero_s: float) -> Reason:
    """Return a reason with its times from the start of the stretch."""
    if reason.start_s is None or reason.stop_s is None:
        return reason
    return replace(reason, start_s=reason.start_s - zero_s, stop_s=reason.stop_s - zero_s)


def _rate_hz(eeg: Path) -> float:
    from eegview.readers.opening import open_recording

    source = open_recording(eeg)
    try:
        return max(channel.rate_hz for channel in source.recording.channels)
    finally:
        source.close()
