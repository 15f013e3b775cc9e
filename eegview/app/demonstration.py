"""Make the demonstration study in a folder, whole or not at all, and find one made before."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eegview.app.resources import data_folder
from eegview.model.errors import UsageError
from eegview.model.recording import Progress, no_progress

RECORDING, VIDEO, TRUTH, README = "demo.edf", "demo.mp4", "truth.tsv", "README.txt"
VIDEO_TIME = "demo.sync.json"  # where the film lies in the recording's time
RECEIPT = "demo.json"  # written last: what was made, and how large each file is
_FILES = 2  # raised whenever the files come to say more of the same study
_SIGNALS_SHARE = 0.15  # of the time, where there is a video too


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A simulated study on disk.

    video : None where none was asked for
    was_there : it had been made before and was not written again
    """

    folder: Path
    recording: Path
    video: Path | None
    truth: Path
    n_spasms: int
    was_there: bool


def default_folder(hours: float, seed: int) -> Path:
    """Return the folder in the user's data folder where the demonstration of these numbers lives."""
    return data_folder() / "demonstration" / f"seed {seed}, {hours:g} h"


def make_demonstration(
    folder: Path, hours: float, seed: int, with_video: bool = True, progress: Progress = no_progress
) -> Demonstration:
    """Write demo.edf, demo.mp4, truth.tsv and README.txt into `folder`, or return what was made there before.

    Raises
    ------
    UsageError : length or seed out of range; the folder cannot be written, or holds other files of these names
    Cancelled : from `progress`; the folder is left as it was
    """
    from eegview.simulate.plan import SIMULATOR_VERSION
    from eegview.simulate.study import plan_study

    plan = plan_study(hours, seed)
    wanted = {"simulator": SIMULATOR_VERSION, "files": _FILES, "seed": seed, "duration_s": plan.duration_s}
    names = [RECORDING, TRUTH, README] + [VIDEO, VIDEO_TIME] * with_video
    done = Demonstration(
        folder=folder,
        recording=folder / RECORDING,
        video=folder / VIDEO if with_video else None,
        truth=folder / TRUTH,
        n_spasms=len(plan.spasms),
        was_there=True,
    )
    if _is_made(folder, wanted, names):
        return done
    _refuse_strangers(folder)
    try:
        _write_whole(folder, names, wanted, _writers(plan, with_video, progress))
    except OSError as error:
        reason = error.strerror or "the disk could not be written"
        raise UsageError(
            f"The demonstration study could not be written ({reason}).",
            "Choose a folder that you can write to and that has enough space.",
        ) from error
    return Demonstration(done.folder, done.recording, done.video, done.truth, done.n_spasms, was_there=False)


def _writers(plan, with_video: bool, progress: Progress) -> dict[str, Callable[[Path], None]]:
    """Return for each file what writes it, in the order they are made."""
    from eegview.simulate.filming.film import write_film
    from eegview.simulate.signals import make_simulation
    from eegview.simulate.truth import readme_text, write_truth
    from eegview.simulate.writer_edf import write_edf

    share = _SIGNALS_SHARE if with_video else 1.0
    writers: dict[str, Callable[[Path], None]] = {
        TRUTH: lambda path: write_truth(path, plan),
        README: lambda path: _write_text(path, readme_text(plan, with_video)),
        RECORDING: lambda path: write_edf(path, make_simulation(plan), lambda done: progress(share * done)),
    }
    if with_video:
        writers[VIDEO_TIME] = lambda path: _write_text(path, '{"offset_s": 0.0, "drift_ppm": 0.0}\n')
        writers[VIDEO] = lambda path: write_film(path, plan, lambda done: progress(share + (1 - share) * done))
    return writers


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _write_whole(folder: Path, names: list[str], wanted: dict, writers: dict[str, Callable[[Path], None]]) -> None:
    """Write every file under a temporary name, then rename all of them; on any failure remove what was begun."""
    was_there = folder.is_dir()
    folder.mkdir(parents=True, exist_ok=True)
    begun = {name: folder / f".{name}.{os.getpid()}.part" for name in names}
    try:
        for name, write in writers.items():
            write(begun[name])
        (folder / RECEIPT).unlink(missing_ok=True)
        for name in {VIDEO, VIDEO_TIME} - set(names):
            (folder / name).unlink(missing_ok=True)  # of another study
        for name in names:
            begun[name].replace(folder / name)
    finally:
        for path in begun.values():
            path.unlink(missing_ok=True)
        if not was_there and not any(folder.iterdir()):
            folder.rmdir()
    sizes = {name: (folder / name).stat().st_size for name in names}
    _write_text(folder / RECEIPT, json.dumps({**wanted, "bytes": sizes}, indent=2) + "\n")


def _is_made(folder: Path, wanted: dict, names: list[str]) -> bool:
    """Return whether the receipt speaks of this very study and the files still have their sizes."""
    try:
        receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
        sizes = receipt["bytes"]
        return all(receipt[key] == value for key, value in wanted.items()) and all(
            (folder / name).stat().st_size == sizes[name] for name in names
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False  # no receipt, or not one of ours: the study is made anew


def _refuse_strangers(folder: Path) -> None:
    """Refuse to overwrite anything but an earlier simulated study."""
    present = [name for name in (RECORDING, VIDEO, VIDEO_TIME, TRUTH, README, RECEIPT) if (folder / name).exists()]
    if present and not _is_simulated(folder / RECORDING):
        raise UsageError(
            f"The folder already contains a file named {present[0]} that is not from the simulator.",
            "Name another folder; nothing was overwritten.",
        )


def _is_simulated(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fields = file.read(88)[8:].split()
            return len(fields) >= 4 and fields[3] == b"Simulated"
    except OSError:
        return False  # not there or not readable: then it is not one of ours
