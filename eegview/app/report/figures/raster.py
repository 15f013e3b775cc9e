"""Spasms stacked and averaged, as a figure of a report; which spasm is nearest to the median of all comes from it."""

from __future__ import annotations

from collections.abc import Sequence

from eegview.app.page.picture_file import PX_PER_INCH
from eegview.app.report.figures.page_figure import WHOLE_MM
from eegview.app.report.figures.page_look import PageLook
from eegview.app.report.figures.texts import figure_text
from eegview.app.report.labels import Labels
from eegview.app.report.study import ReportStudy
from eegview.app.statistics.locked_epochs import LockedEpochs, read_locked_epochs
from eegview.app.statistics.locked_picture import (
    LockedPictureFacts,
    locked_alternative,
    locked_caption,
    locked_picture,
)
from eegview.app.statistics.locked_settings import LockedSettings
from eegview.clinical.statistics.spasm_events import run_numbers
from eegview.model.annotation import Annotation
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.report.document import Figure, Tone, Words
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.study.averaging import left_out_of_average

FEWEST, MOST = 3, 120  # spasms: fewer have no median worth the name, more are neither read in time nor told apart
_COMPILED_ABOVE = 40  # fewer are filtered sooner than the compiled kernels load
_HEIGHT_PX = 300


def locked_epochs_of(
    source: SignalSource, study: ReportStudy, look: PageLook, progress: Progress = no_progress
) -> LockedEpochs | None:
    """Return the samples around the counted spasms, at most 120 at equal steps; None where there are fewer than 3.

    Raises
    ------
    Cancelled : `progress` raised it
    UnreadableFile : the file went away
    """
    spasms = averaged_spasms(study.statistics.spasms.spasms)
    if len(spasms) < FEWEST:
        return None
    if len(spasms) > _COMPILED_ABOVE:
        from eegview.app.kernel_file import load_kernels

        load_kernels()
    settings = LockedSettings(look.montage, bad_channels=frozenset(study.bad_channels))
    found = study.statistics.spasms
    runs = run_numbers(found.spasms, found.rule)  # of all: those between them are what makes spasms one run
    return read_locked_epochs(source, spasms, settings, "onset", left_out_of_average(study.records), progress, runs)


def averaged_spasms(spasms: Sequence[Annotation]) -> tuple[Annotation, ...]:
    """Return the spasms that are stacked: all of them, else 120 at equal steps from the first to the last."""
    if len(spasms) <= MOST:
        return tuple(spasms)
    return tuple(spasms[round(number * (len(spasms) - 1) / (MOST - 1))] for number in range(MOST))


def distances_of(epochs: LockedEpochs) -> tuple[tuple[float, str], ...]:
    """Return how far the EEG of each spasm that is averaged lies from the median of all, with its mark's id."""
    return tuple(
        (float(distance), mark_id)
        for distance, mark_id, is_included in zip(epochs.distances, epochs.spasm_ids, epochs.is_included, strict=True)
        if is_included
    )


def raster_figure(study: ReportStudy, epochs: LockedEpochs | None, labels: Labels | None = None) -> Figure | None:
    """Return spasms stacked and averaged with the head map, None where none were read."""
    if epochs is None or not epochs.n_included:
        return None
    facts = LockedPictureFacts(
        layer=study.layer, width_px=round(WHOLE_MM * PX_PER_INCH / 25.4), height_px=_HEIGHT_PX, is_figure=True
    )
    title = figure_text(labels, "figure.raster")
    said = f". {locked_caption(epochs, facts)}"
    n_spasms = len(study.statistics.spasms.spasms)
    if n_spasms > epochs.n_spasms:
        said = f"{said} {figure_text(labels, 'figure.raster_chosen', n=epochs.n_spasms, of=n_spasms)}"
    link = EvidenceLink(study.fingerprint, study.recording.span, Place.SPASMS)
    caption = (Words(title, Tone.STRONG), Words(said))
    return Figure("raster", locked_picture(epochs, facts), caption, f"{title}. {locked_alternative(epochs)}", link)
