"""A study that is read blind, with another reader's work that cannot be mistaken.

`from made_studies.blind_study import …`.

What the other reader, a detector and the file say has values that stand nowhere else, so that a text which holds one of
them is a leak.
"""

import random
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from films.barcoded import write_video
from recordings.study_files import write_edf

from eegview.app.blind_reading.acts import setting_change
from eegview.app.library.editing import Editor
from eegview.app.library.known_recordings import known_source, note_opened
from eegview.app.library.signing import sign
from eegview.app.study.records import utc_now
from eegview.model.annotation import FINAL_LAYER, Annotation, new_annotation_id
from eegview.model.signature import Meaning
from eegview.model.span import Span
from eegview.model.study.records import REPORT_ENTRY_TERM, RESEMBLES_TERM, study_record
from eegview.model.study.resemblance import Resemblance, held_resemblance
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, Trend, new_run_id
from eegview.readers.opening import open_study
from eegview.store.library import open_library

BLIND, OTHER, HEAD = "Ana Blind", "Bo Other", "Dr. Head"
DURATION_S = 900


@dataclass(frozen=True, slots=True)
class BlindStudy:
    """The recording, the library, and what may not be read anywhere.

    secrets : texts and numbers of others, as they are printed in any form
    ids : of hidden marks and runs
    """

    file: Path
    library: str
    fingerprint: str
    secrets: tuple[str, ...]
    ids: tuple[str, ...]


def a_mark(term_id: str, onset_s: float, duration_s: float, text: str, layer: str = "", **held: str) -> Annotation:
    return Annotation(new_annotation_id(), term_id, onset_s, duration_s, (), tuple(sorted(held.items())), text, layer)


def make_blind_study(folder: Path, seed: int = 1, is_signed: bool = True) -> BlindStudy:
    """Write a recording with notes, mark it as two readers, run a detector, and ask for blind reading.

    is_signed : the other reader has signed
    """
    dice = random.Random(seed)

    def word() -> str:
        return "zq" + "".join(dice.choices("bcdfghjklmnpqrstvwxz", k=8))

    def odd_s() -> float:
        return round(dice.uniform(100, 700) + 0.0137, 4)

    note, theirs, final, entry, opinion, title, reason = (word() for _ in range(7))
    onsets = [odd_s() for _ in range(4)]
    file = write_edf(folder / "study.edf", segments=((0, DURATION_S),), notes=((onsets[0] // 1 + 0.5, note),))
    source = open_study([str(file)])
    fingerprint = source.recording.fingerprint
    source.close()
    url = f"sqlite:///{folder / 'library.sqlite'}"
    with closing(open_library(url)) as library:
        other = Editor(library, fingerprint, OTHER, "resident")
        head = Editor(library, fingerprint, HEAD, "neurologist")
        marks = [
            a_mark("spasm", onsets[1], 1.7313, theirs, movement="flexor"),
            a_mark("seizure", onsets[2], 17.9171, f"{theirs} again"),
            a_mark("sleep_stage", 300.0, 30.0, "", stage="N2"),
        ]
        for mark in marks:
            other.add(mark, reason)
        last = a_mark("spasm", onsets[3], 1.0, final, FINAL_LAYER)
        head.add(last)
        other.add(study_record(REPORT_ENTRY_TERM, "personal.summary", utc_now().isoformat(), {"text": entry}, OTHER))
        other.add(replace(a_mark("opinion", onsets[3], 0.0, opinion), attributes=(("mark", last.annotation_id),)))
        run = DetectorRun(
            new_run_id(), fingerprint, "spasms", title, "1", "c" * 64, (), Span(0.0, float(DURATION_S)),
            "2026-01-01T12:00:00+00:00", OTHER,
        )  # fmt: skip
        library.start_run(run)
        library.add_detections(run.run_id, [Detection(1, onsets[3] + 31.0, 1.0, "spasm", 0.8713)])
        library.add_trend(run.run_id, Trend(title, "", 0.0, 30.0, np.zeros(30, np.float32)))
        library.end_run(run.run_id, RunEnd.DONE, "", float(DURATION_S))
        if is_signed:
            sign(other, "Bo O.", Meaning.REVIEWED, OTHER, "{}", open_items=(word(),))
        change = setting_change(head.stored(), True, HEAD, "neurologist", utc_now())
        assert change.after is not None
        head.add(change.after)
    numbers = [f"{onset:.4f}" for onset in onsets[1:]] + ["17.9171", "1.7313", "0.8713", f"{onsets[3] + 31.0:.4f}"]
    clocks = [_clock(onset) for onset in (*onsets[1:], onsets[3] + 31.0)]
    secrets = (note, theirs, final, entry, opinion, title, reason, *numbers, *clocks)
    return BlindStudy(file, url, fingerprint, secrets, (*(m.annotation_id for m in (*marks, last)), run.run_id))


def add_own_mark(study: BlindStudy, text: str = "ownword") -> Annotation:
    """Mark a spasm as the blind reader."""
    with closing(open_library(study.library)) as library:
        edit = Editor(library, study.fingerprint, BLIND, "technologist").add(a_mark("spasm", 42.25, 1.0, text))
    mark = edit.changes[0].after
    assert mark is not None
    return mark


def add_home_event(study: BlindStudy, folder: Path) -> Path:
    """Write a clip that nobody reads blind, with another's link to a spasm that they marked in the study."""
    clip = write_video(folder / "home.mp4", n_frames=50)
    source = open_study([str(clip)])
    fingerprint = source.recording.fingerprint
    with closing(source), closing(open_library(study.library)) as library:
        note_opened(library, known_source(source))
        theirs = next(mark for mark in library.annotations(study.fingerprint, "spasm") if mark.layer == OTHER)
        other = Editor(library, fingerprint, OTHER, "resident")
        event = a_mark("spasm", 1.0, 0.5, "at home", OTHER)
        other.add(event)
        link = Resemblance(
            event.annotation_id, 1.0, study.fingerprint, theirs.annotation_id, theirs.onset_s, theirs.duration_s,
            f"Spasm · {theirs.text}", "same", theirs.text,
        )  # fmt: skip
        held = held_resemblance(link)
        other.add(study_record(RESEMBLES_TERM, event.annotation_id, utc_now().isoformat(), held, OTHER), theirs.text)
    return clip


def sign_own(study: BlindStudy) -> None:
    """Sign as the blind reader."""
    with closing(open_library(study.library)) as library:
        sign(Editor(library, study.fingerprint, BLIND, "technologist"), "Ana B.", Meaning.REVIEWED, BLIND, "{}")


def leaks_in(text: str, study: BlindStudy) -> list[str]:
    """Return what may not be read and stands in a text."""
    return [secret for secret in (*study.secrets, *study.ids) if secret in text]


def _clock(time_s: float) -> str:
    return f"{int(time_s // 3600):02}:{int(time_s // 60 % 60):02}:{int(time_s % 60):02}"
