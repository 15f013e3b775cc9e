"""Write a small case set by hand.

`from learners.made_case_set import write_made_set`; items of odd numbers hold a spasm.
"""

from collections.abc import Sequence
from pathlib import Path

import edfio
import numpy as np
from films.moving_video import write_moving_video

from eegview.app.training.cases.set_facts import SetFacts
from eegview.app.training.cases.set_file import write_case_set
from eegview.model.annotation import Annotation
from eegview.model.training.item import Category, FilmRow, Item
from eegview.model.training.key import Key, Reason, Vote
from eegview.model.training.question import ONSET, Option, Question

RATE_HZ, DURATION_S, ONSET_S = 200.0, 15.0, 5.0
ELECTRODES = tuple("Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T7 T8 P7 P8 Fz Cz Pz".split())  # noqa: SIM905
SPASM = Question(
    "spasm",
    "Is there an epileptic spasm?",
    options=(
        Option("spasm", "Epileptic spasm", "A"),
        Option("mimic", "Mimic, not epileptic", "B"),
        Option("artifact", "Artifact", "C"),
        Option("none", "None of these", "D"),
    ),
    positive=("spasm",),
)
FILM = Question(
    "film_spasm",
    "Film alone: is it an epileptic spasm?",
    options=(
        Option("spasm", "Epileptic spasm", "A"),
        Option("mimic", "Mimic, not epileptic", "B"),
        Option("none", "Neither", "C"),
    ),
    positive=("spasm",),
    is_film=True,
)
WHEN = Question("onset", "Where does the spasm start?", ONSET)
EXPERTS = ("E1", "E2", "E3", "E4", "E5")


def write_clip(path: Path, has_spasm: bool, seed: int) -> Path:
    """Write an EDF of 15 s: background, and from 5 s on a slow wave with a burst of both deltoids, or not."""
    rng = np.random.default_rng(seed)
    n = int(RATE_HZ * DURATION_S)
    time_s = np.arange(n) / RATE_HZ
    wave = -180 * np.exp(-(((time_s - ONSET_S - 0.6) / 0.35) ** 2)) if has_spasm else 0 * time_s
    burst = ((time_s > ONSET_S) & (time_s < ONSET_S + 1.2)) if has_spasm else time_s < 0
    signals = []
    for number, name in enumerate(ELECTRODES):
        slow = np.cumsum(rng.standard_normal(n))
        slow = 25 * (slow - np.convolve(slow, np.ones(201) / 201, "same")) / 8
        signals.append(_signal(f"EEG {name}-Ref", slow + wave * (1 - 0.04 * number)))
    emg_uv = np.where(burst, 40, 4)
    signals += [_signal(f"EMG DELT {side}", rng.standard_normal(n) * emg_uv) for side in ("L", "R")]
    edfio.Edf(signals).write(path)
    return path


def _signal(label: str, values_uv: np.ndarray) -> edfio.EdfSignal:
    clipped = np.clip(values_uv, -990, 990)
    return edfio.EdfSignal(clipped, RATE_HZ, label=label, physical_dimension="uV", physical_range=(-1000, 1000))


def made_item(number: int, question: Question, part: str = "train", has_video: bool = False) -> Item:
    """Return item `number`; each infant has three of them."""
    n_values = 25 * int(DURATION_S)
    moves = tuple(None if k < 5 else 8.0 if 125 <= k < 155 else 0.5 for k in range(n_values))
    levels = tuple(-60.0 + k % 9 for k in range(n_values))
    rows = (FilmRow("movement", 25.0, 0.0, moves), FilmRow("sound", 25.0, 0.0, levels))
    return Item(
        f"item-{part}-{number:03}",
        question.question_id,
        DURATION_S,
        ONSET_S if question.kind != ONSET else None,
        0.0 if question.is_film else RATE_HZ,
        has_video or question.is_film,
        history="8 months, awake, lying on the back." if has_video else "",
        infant_id=f"infant {number // 3}",
        part=part,
        is_film=question.is_film,
        rows=rows if question.is_film else (),
    )


def made_key(item: Item, number: int, question: Question, is_simulated: bool = False) -> Key:
    """Return the key of item `number`: experts agree more or less."""
    has_spasm = number % 2 == 1
    answer = "spasm" if has_spasm or question.kind == ONSET else ("mimic" if number % 4 else "none")
    other = "mimic" if answer == "spasm" else "spasm"
    n_other = 0 if question.kind == ONSET else number % 3 % 2
    votes = [Vote(answer, len(EXPERTS) - n_other, EXPERTS[n_other:])]
    votes += [Vote(other, n_other, EXPERTS[:n_other])] if n_other else []
    reasons = (
        Reason("fast activity leads", ONSET_S - 0.4, ONSET_S),
        Reason("slow wave, wide field", ONSET_S, ONSET_S + 1.3),
        Reason("attenuation, 2.2 s", ONSET_S + 1.4, ONSET_S + 3.6),
        Reason("EMG burst 1.2 s", ONSET_S, ONSET_S + 1.2, ("EMG DELT L", "EMG DELT R")),
    )
    is_onset = question.kind == ONSET
    mark = Annotation(f"mark of {item.item_id}", "spasm", ONSET_S, 1.2, layer="experts")
    return Key(
        item.item_id,
        Category(question.question_id, answer, "easy" if number % 3 else "hard"),
        "" if is_onset else answer,
        (Vote(answer, 1),) if is_simulated else tuple(votes),
        is_simulated,
        ONSET_S if has_spasm or is_onset else None,
        0.3 if is_onset else None,
        reasons if has_spasm or is_onset else (Reason("the background goes on"),),
        ONSET_S + 0.6 if has_spasm and not item.is_film else None,
        "Seen by all experts on the video as well." if number % 5 == 1 else "",
        (("mimic", "The EEG changes with the movement; in a startle it does not."),) if answer == "spasm" else (),
        (mark,) if has_spasm or is_onset else (),
        ONSET_S - 0.2 if is_onset else None,
        ONSET_S + 0.1 if is_onset else None,
    )


def write_made_set(
    path: Path,
    n_train: int = 12,
    n_test: int = 0,
    questions: Sequence[Question] = (SPASM,),
    n_videos: int = 0,
    is_simulated: bool = False,
    unlock_after: int = 20,
) -> Path:
    """Write a set of `n_train` items for learning and `n_test` for each locked test.

    n_videos : so many of the items for learning have a video, and are told of
    """
    folder = path.parent / f"{path.stem}-clips"
    folder.mkdir(parents=True, exist_ok=True)
    clips = {kind: write_clip(folder / f"{kind}.edf", kind == "spasm", 7) for kind in ("spasm", "none")}
    video = (
        write_moving_video(folder / "film.mp4", 25 * int(DURATION_S), ((125, 155),))
        if n_videos or FILM in questions
        else None
    )
    items, keys, files = [], [], {}
    for part, n in (("train", n_train), ("pre", n_test), ("post", n_test)):
        for number in range(n):
            question = questions[number // 2 % len(questions)]
            has_video = part == "train" and number < n_videos
            item = made_item(number, question, part, has_video)
            items.append(item)
            keys.append(made_key(item, number, question, is_simulated))
            kind = "spasm" if number % 2 or question.kind == ONSET else "none"
            files[item.item_id] = None if item.is_film else clips[kind], video if item.has_video else None
    facts = SetFacts(
        "made-set",
        "Spasm or not, made by hand",
        "A. Teacher",
        "2026-03-01T08:00:00+00:00",
        is_simulated=is_simulated,
        post_unlock_after=unlock_after,
        experts=() if is_simulated else EXPERTS,
        questions={question.question_id: question for question in questions},
        items=tuple(items),
    )
    write_case_set(path, facts, keys, files)
    return path
