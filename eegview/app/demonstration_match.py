"""Store where the film of a demonstration study lies in its recording's time, which the simulator knows."""

import json
from pathlib import Path

from eegview.app.demonstration import RECEIPT, RECORDING, VIDEO
from eegview.app.library.editing import Editor, study_library
from eegview.app.library.video_times import own_sync_mark, set_video_time
from eegview.model.sync import Anchor

AUTHOR = "demonstration"  # who has paired the instants: no reader
_ROLE = "technologist"
_N_PAIRS = 7
_NOTE = "simulated: the EEG time is written in the frame"


def is_demonstration(recording: str | Path) -> bool:
    """Whether a recording is called like that of a demonstration; nothing is read."""
    return Path(recording).name == RECORDING


def match_demonstration(recording: str | Path, fingerprint: str, library_url: str | None) -> bool:
    """Pair film and EEG of a demonstration study at some of its spasms, once; return whether it was done now.

    The pairs are an act of an author of their own: readers see who made them, and their own go before them.

    Raises
    ------
    EegViewError : the library is away or refuses; nothing is changed
    """
    folder = Path(recording).parent
    video = folder / VIDEO
    made = _receipt(folder)
    if made is None or not is_demonstration(recording) or not video.is_file():
        return False
    from eegview.dsp.sync.fit import fit_anchors
    from eegview.readers.fingerprint import fingerprint_of_video

    anchors = demonstration_pairs(*made)
    video_fingerprint = fingerprint_of_video(str(video))
    library = study_library(library_url)
    try:
        editor = Editor(library, fingerprint, AUTHOR, _ROLE)
        if own_sync_mark(editor.sync_marks(), video_fingerprint, AUTHOR) is not None:
            return False
        set_video_time(editor, video_fingerprint, fit_anchors(anchors).sync, anchors)
        return True
    finally:
        library.close()


def demonstration_pairs(seed: int, duration_s: float) -> tuple[Anchor, ...]:
    """Return instants of a simulated study seen in film and EEG: frames at the muscle bursts of some spasms.

    The film's first frame is at the recording's start, and neither clock drifts: each frame bears its EEG time.
    """
    from eegview.simulate.filming.film import frame_rate
    from eegview.simulate.study import plan_study

    rate = float(frame_rate(duration_s))
    bursts_s = [spasm.emg_span.start_s for spasm in plan_study(duration_s / 3600, seed).spasms if not spasm.is_subtle]
    times_s = bursts_s if len(bursts_s) >= 2 else [duration_s * 0.1, duration_s * 0.9]
    n_pairs = min(_N_PAIRS, len(times_s))
    chosen = [times_s[round(k * (len(times_s) - 1) / (n_pairs - 1))] for k in range(n_pairs)]
    frames_s = [round(time_s * rate) / rate for time_s in chosen]
    return tuple(Anchor(frame_s, frame_s, "movement", _NOTE) for frame_s in frames_s)


def _receipt(folder: Path) -> tuple[int, float] | None:
    """Return seed and length of the study made in a folder; None where none was, or files were changed since."""
    try:
        receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
        sizes = receipt["bytes"]
        if any((folder / name).stat().st_size != sizes[name] for name in (RECORDING, VIDEO)):
            return None
        return int(receipt["seed"]), float(receipt["duration_s"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no receipt, or not one of ours
