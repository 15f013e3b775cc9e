"""Spasms stacked and averaged, as a figure of a report; which spasm is nearest to the median of all comes from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eegview.app.page.picture_file import PX_PER_INCH
from eegview.app.page.picture_frame import plain
from eegview.app.report.figures.page_figure import WHOLE_MM
from eegview.app.report.figures.page_look import PageLook
from eegview.app.report.figures.texts import figure_text
from eegview.app.report.labels import Labels
from eegview.app.report.study import ReportStudy
from eegview.app.statistics.locked_epochs import LockedEpochs, read_locked_epochs
from eegview.app.statistics.locked_picture import (
    LockedPictureFacts,
    locked_alternative,
    locked_picture,
)
from eegview.app.statistics.locked_settings import LockedSettings
from eegview.clinical.statistics.rates import LEAST_UNITS
from eegview.clinical.statistics.spasm_events import run_numbers
from eegview.model.annotation import Annotation
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.report.document import Figure, Tone, Words
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.study.averaging import left_out_of_average

FEWEST, MOST = 3, 120  # spasms: fewer have no median worth the name, more are neither read in time nor told apart
_COMPILED_ABOVE = 40  # fewer are filtered sooner than the compiled kernels load
_HEIGHT_PX = 300
_FILTER_NAMES = {"low cut": "low_cut", "high cut": "high_cut", "notch": "notch"}
_PHASES = {"zero phase": "zero_phase", "causal": "causal"}


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
    said = f". {_about(study, epochs, labels)}"
    n_spasms = len(study.statistics.spasms.spasms)
    if n_spasms > epochs.n_spasms:
        said = f"{said} {figure_text(labels, 'figure.raster_chosen', n=epochs.n_spasms, of=n_spasms)}"
    link = EvidenceLink(study.fingerprint, study.recording.span, Place.SPASMS)
    caption = (Words(title, Tone.STRONG), Words(said))
    return Figure("raster", locked_picture(epochs, facts), caption, f"{title}. {locked_alternative(epochs)}", link)


def _about(study: ReportStudy, epochs: LockedEpochs, labels: Labels | None) -> str:
    """Return how the raster and the averages are made, in the words of the language."""
    said = [
        figure_text(
            labels, "figure.raster_of", n=epochs.n_included, of=epochs.n_spasms, layer=study.layer or "–",
        ),
        figure_text(labels, "figure.raster_lines"),
        _band(epochs.n_runs(), labels),
        figure_text(
            labels, "figure.raster_made", montage=epochs.settings.montage.label,
            filters=_filters(epochs.filters, labels),
        ),
    ]  # fmt: skip
    if epochs.excluded:
        said.insert(1, figure_text(labels, "figure.raster_left_out", n=len(epochs.excluded)))
    return " ".join(map(plain, said))


def _band(n_runs: int, labels: Labels | None) -> str:
    """Return what the band around the averages is, or why there is none."""
    if n_runs >= LEAST_UNITS:
        return figure_text(labels, "figure.raster_average", n=n_runs)
    form = "one" if n_runs == 1 else "other"
    return figure_text(labels, f"figure.raster_no_band.{form}", n=n_runs, least=LEAST_UNITS)


def _filters(text: str, labels: Labels | None) -> str:
    """Return a text of filters in the words of the language."""
    name = "|".join(_FILTER_NAMES)
    text = re.sub(
        rf"({name}) off",
        lambda found: figure_text(
            labels, "figure.filter_off", name=figure_text(labels, f"figure.{_FILTER_NAMES[found[1]]}")
        ),
        text,
    )
    for english, key in {**_FILTER_NAMES, **_PHASES}.items():
        text = text.replace(english, figure_text(labels, f"figure.{key}"))
    return re.sub(
        r"rectified, mean of (\S+) ms", lambda found: figure_text(labels, "figure.raster_emg", ms=found[1]), text
    )
