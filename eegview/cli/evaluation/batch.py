"""`eegview batch`: one detector over many recordings."""

import os
import signal
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from eegview.app.evaluation.batch import BatchOrder, BatchProgress, run_batch, settings_of
from eegview.app.evaluation.batch_results import ALREADY, SUMMARY, UNREADABLE, BatchEnd, batch_provenance
from eegview.cli.detection.inputs import settings_from
from eegview.cli.evaluation.batch_table import BatchTable
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import EncodingOption, JsonOption
from eegview.detect.discovery import plugin_by_id
from eegview.model.errors import Cancelled, DetectorFailed, UnreadableFile, UsageError


class BatchStopped(Cancelled):
    """The user stopped a batch; what was done before is kept."""

    def __init__(self, n_ended: int, n_all: int) -> None:
        super().__init__()
        self.sentence = f"Cancelled after {n_ended} of {n_all} recordings."
        self.advice = "What is done is kept; the same command with --resume continues from there."


def batch(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Recordings, and folders to search.")],
    detector: Annotated[str, typer.Option("--detector", metavar="ID", help="See “eegview detectors”.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder of the results.")],
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Processes; default: one for each core.")
    ] = None,
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDR", help="A Dask scheduler, tcp://host:8786, instead.")
    ] = "",
    resume: Annotated[bool, typer.Option("--resume", help="Leave out what is done already.")] = False,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; may be repeated.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 3 or 4 if any recording failed.")] = False,
    encoding: EncodingOption = "",
    as_json: JsonOption = False,
) -> None:
    """Run one detector over many recordings: a table of events and a status for each, and summary.tsv for all.

    A recording that fails does so alone, with its sentence in the summary. Ctrl+C stops; --resume continues with what
    is not done with the same content, detector and settings. A detector that uses video is given the videos that lie
    beside each recording. Nothing is kept in the study library.

    Example: eegview batch nights/ --detector spasms -o found/ --workers 4 --resume
    """
    from eegview.model.text.decoding import known_encoding
    from eegview.readers.recording_files import find_recordings

    if encoding:
        known_encoding(encoding)
    if workers is not None and scheduler:
        raise UsageError("Workers here and a scheduler elsewhere cannot both be had.", "Give one of the two.")
    found = find_recordings(paths)
    if not found:
        raise UsageError("There is no recording in these places.", "Give recordings, or folders that hold some.")
    parameters = settings_from(plugin_by_id(detector).manifest, settings or [])
    order = BatchOrder(
        found, detector, out, tuple(parameters.items()), workers or os.cpu_count() or 1, scheduler, resume, encoding
    )
    with ended_like_ctrl_c():
        ends = run_and_report(order)
    if as_json:
        held = [update.end for update in ends if update.end is not None]
        setup = settings_of(plugin_by_id(detector), parameters)
        print_json(batch_json(ends, out), batch_provenance(setup, held))
    else:
        print_line(summary_line([update.end for update in ends if update.end is not None], out))
    check(ends, strict)


@contextmanager
def ended_like_ctrl_c() -> Generator[None]:
    """Treat the signal by which a computing cluster's queue ends a process like Ctrl+C."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run_and_report(order: BatchOrder) -> list[BatchProgress]:
    """Run a batch, report its progress on stderr, and return how each recording ended, in the order given.

    Raises
    ------
    BatchStopped : Ctrl+C was pressed, or a signal came to end
    """
    ends: dict[int, BatchProgress] = {}
    try:
        with BatchTable([path.name for path in order.paths]) as table, closing(run_batch(order)) as everything:
            for update in everything:
                table.show(update)
                if update.end is not None:
                    ends[update.number] = update
    except KeyboardInterrupt:
        raise BatchStopped(len(ends), len(order.paths)) from None
    return [ends[number] for number in sorted(ends)]


def check(ends: list[BatchProgress], strict: bool) -> None:
    """Check that a batch has done anything, or with `strict` all of it.

    Raises
    ------
    UnreadableFile : recordings failed, and none of them could be read
    DetectorFailed : recordings failed, and the detector failed on one of them
    """
    failed = [update.end for update in ends if update.end is not None and not update.end.is_done]
    if not failed or (len(failed) < len(ends) and not strict):
        return
    kind = UnreadableFile if all(end.state == UNREADABLE for end in failed) else DetectorFailed
    sentence = failed[0].message if len(ends) == 1 else f"{len(failed)} of {len(ends)} recordings failed."
    raise kind(sentence, f"{SUMMARY} says why.")


def summary_line(ends: list[BatchEnd], out: Path) -> str:
    """Return one line of text about a batch: how many were done, how many failed, what was found."""
    n_done, n_before = sum(end.is_done for end in ends), sum(end.state == ALREADY for end in ends)
    before = f" ({n_before} before)" if n_before else ""
    failed = f", {len(ends) - n_done} failed" if n_done < len(ends) else ""
    n_events, hours = sum(end.n_events for end in ends), sum(end.hours for end in ends)
    return (
        f"{n_done} of {len(ends)} done{before}{failed}: {n_events} suggestions in {hours:.1f} h. See {out / SUMMARY}."
    )


def batch_json(ends: list[BatchProgress], out: Path) -> dict[str, Any]:
    """Return a batch as an object for --json: counts, and the end of each recording."""
    ended = [(update.end, update.output) for update in ends if update.end is not None]
    return {
        "summary": str(out / SUMMARY),
        "n_recordings": len(ended),
        "n_done": sum(end.is_done for end, _ in ended),
        "n_already_done": sum(end.state == ALREADY for end, _ in ended),
        "n_failed": sum(not end.is_done for end, _ in ended),
        "n_events": sum(end.n_events for end, _ in ended),
        "hours": sum(end.hours for end, _ in ended),
        "recordings": [
            {
                "recording": end.name,
                "state": end.state,
                "n_events": end.n_events,
                "hours": end.hours,
                "seconds": round(end.seconds, 3),
                "output": output or None,
                "outside": list(end.outside),
                "message": end.message,
            }
            for end, output in ended
        ],
    }
