"""A score sheet drawn as a page, for `eegview score FILE --epoch T -o OUT.pdf`."""

from pathlib import Path

from eegview.app.page.picture_file import PICTURE_SUFFIXES
from eegview.app.scoring.amplitude_request import request_of
from eegview.app.scoring.amplitudes import measure_amplitudes
from eegview.app.scoring.epoch_context import context_text
from eegview.app.scoring.picture import draw_score, facts_of
from eegview.app.scoring.scales import load_scales
from eegview.app.scoring.sheet import ScoreSheet
from eegview.cli.events import Work
from eegview.cli.output import print_message
from eegview.model.errors import UsageError


def check_picture(output: Path | None) -> None:
    """Refuse a name that no picture can have, before anything is read or written.

    Raises
    ------
    UsageError : the suffix is none of .png, .svg, .pdf
    """
    if output is not None and output.suffix.lower() not in PICTURE_SUFFIXES:
        raise UsageError(f"A score cannot be drawn as “{output.suffix}”.", "Use .png, .svg or .pdf.")


def write_picture(work: Work, sheet: ScoreSheet, output: Path) -> None:
    """Draw a sheet with the amplitudes of its epoch, and say where it went.

    Raises
    ------
    UsageError : the scale is not installed
    UnreadableFile : the recording went away
    CannotWrite : the disk or the folder refused
    """
    scale = next((scale for scale in load_scales() if scale.scale_id == sheet.key.scale_id), None)
    if scale is None:
        raise UsageError(f"There is no scale “{sheet.key.scale_id}”.", "See “eegview score --scales”.")
    amplitudes = measure_amplitudes(work.source, request_of(sheet.parameters, sheet.span))
    state = context_text(work.library.annotations(work.recording.fingerprint), sheet.span, sheet.reader)
    draw_score(sheet, output, facts_of(work.recording, scale, amplitudes=amplitudes, state=state))
    print_message(f"Wrote {output.name}.")
