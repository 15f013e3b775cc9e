"""The words of figures: captions and what is seen in words; a language's labels stand in for the English ones."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.labels import Labels

FIGURE_TEXTS: Mapping[str, str] = {
    "figure.age": "age {age}",
    "figure.before": "previous study",
    "figure.course": "The course of the infant",
    "figure.course_signs": (
        "Columns: witnessed spasms a day (? = not counted); rings: none seen; hatched days: nothing entered, so it is "
        "not known; shaded: days within which spasms have to stop by the rule; dashed: planned, or still to come. "
        "Triangles: milestones gained (up) and lost (down). Above clips: counted spasms (? = nobody counted)."
    ),
    "figure.filter_off": "{name} off",
    "figure.filters_eeg": "EEG {texts}",
    "figure.frame": "Right: the video frame at {clock}, {sync}.",
    "figure.frame_none": "There is no video at this time.",
    "figure.gap": "Hatched: nothing was recorded.",
    "figure.high_cut": "high cut",
    "figure.hypnogram": "Sleep stages and spasms",
    "figure.left_out": "Rows that cannot be formed: {rows}.",
    "figure.low_cut": "low cut",
    "figure.map": "{panel} in Hz, colours from {low} to {high} {unit}",
    "figure.marks_of": "Spasms: {n_spasms}; clusters: {n_clusters} ({rule}); layer {layer}.",
    "figure.no_stages": "No sleep stages are set.",
    "figure.multiples": "EEG studies side by side",
    "figure.multiples_about": (
        "{seconds} s from the epoch with the highest score, of one that is not scored from its start; {montage}, "
        "{filters}, {uv} µV between two rows in all."
    ),
    "figure.multiples_left_out": "{n} more are not drawn.",
    "figure.multiples_no_file": "its file is not found on this computer",
    "figure.notch": "notch",
    "figure.page_alternative": (
        "{n_rows} rows, {seconds} seconds from {clock}; montage {montage}, {filters}, {uv} µV/mm. {marks}"
    ),
    "figure.page_marks": "Marked: {names}.",
    "figure.page_no_marks": "Nothing is marked here.",
    "figure.part_computed": "Only {percent} % is computed; the rest is empty.",
    "figure.raster": "Spasms stacked and averaged",
    "figure.raster_chosen": "{n} of {of} spasms are shown, at equal steps.",
    "figure.raster_of": "{n} of {of} spasms of {layer}; 0 s is the marked onset.",
    "figure.raster_lines": (
        "Raster: one line per spasm, outliers (distance of the EEG from the median) at the top; × = left out."
    ),
    "figure.raster_average": (
        "Average: mean, 95 % interval at each sample with {n} runs of spasms as units; EEG negative up."
    ),
    "figure.raster_no_band.one": (
        "Average: mean, no interval (only {n} run of spasms, at least {least} are needed); EEG negative up."
    ),
    "figure.raster_no_band.other": (
        "Average: mean, no interval (only {n} runs of spasms, at least {least} are needed); EEG negative up."
    ),
    "figure.raster_made": "Montage {montage}. {filters}.",
    "figure.raster_left_out": "{n} left out by a reader.",
    "figure.raster_emg": "rectified, mean of {ms} ms",
    "figure.same_scale": "Same scale as the figure of this study.",
    "figure.scale": "{uv} µV/mm at full size",
    "figure.spasm": "Typical spasm",
    "figure.spasm_chosen": "chosen by the reader",
    "figure.spasm_doubted": "uncertain to its reader, as all others are",
    "figure.spasm_first": "the first that is not uncertain",
    "figure.spasm_median": "the one whose EEG is nearest to the median of all",
    "figure.stage": "state {stage}",
    "figure.strip_alternative": "Strips over {duration}, from above: {panels}. {marks}",
    "figure.trends": "Trends of the whole recording",
    "figure.trends_artifact": (
        "Artifact is shown, not removed. A single spasm is shorter than a column of this figure: read it on the page."
    ),
    "figure.worst_epoch": "From the epoch with the highest score",
    "figure.worst_epoch_page": "score {score}, page {page} of {n_pages}: {n_bins} of {of} bins with a spike",
    "figure.causal": "causal",
    "figure.zero_phase": "zero phase",
}


def figure_text(labels: Labels | None, key: str, **values: object) -> str:
    """Return a text of a figure in the language of `labels`, in English where that has none."""
    if labels is not None and labels.has(key):
        return labels(key, **values)
    return FIGURE_TEXTS[key].format(**values) if values else FIGURE_TEXTS[key]
