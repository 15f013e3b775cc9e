"""What is said of a panel where the question arises: its definition, its unit, its limits, what is missing of it."""

from collections.abc import Sequence
from html import escape

from eegview.model.text.language import tr
from eegview.ui.trends.drawing.panels import Kind, Panel
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.trends.drawing.why_nothing import partly_missing, why_nothing

WHAT_TRENDS_SHOW = tr(
    "What a trend can show: clusters, state and background; "
    "a single spasm is shorter than one column: read it on the page."
)
TWO_SCALES = tr(
    "Two amplitude scales: the aEEG filter lowers slow waves and its axis ends at 100 µV; those of hypsarrhythmia are "
    "often 200–500 µV. rEEG is logarithmic up to 1,000 µV: compare studies on rEEG."
)
COLOURS = tr("Power grows from dark to light; readable with color-vision deficiency and in gray.")
_OF_STUDY = {
    Kind.STAGES: tr("Sleep stages as marked by the reader whose marks are counted. Nothing is staged by machine here."),
    Kind.SPASMS: (
        tr(
            "Each tick is one marked spasm, counted once; it is higher where several fall into one column. "
            "Brackets are clusters, numbered from the start."
        )
    ),
    Kind.MARKS: tr("All other marks of all layers, one lane for each term; file annotations stand last."),
    Kind.MOVEMENT: (
        tr(
            "Movement in the video (motion energy in the region that was set), greatest value in each second. "
            "Not calibrated: a.u."
        )
    ),
    Kind.REVIEWED: tr("Which parts of the recording you have read on the page; the trends do not count as reading."),
}
_SHOWN = {
    Kind.BAND: tr("Filled from the lower to the upper margin (median in each column); paler: their extremes."),
    Kind.MARGINS: tr("Line: median. Pale band: 5th to 95th percentile."),
    Kind.SPECTROGRAM: tr("Averaged as power in each column."),
    Kind.LANE: tr("Dark: half of rows × time or more. Artifact is shown, values are not removed."),
}


def definition(panel: Panel, study: ShownStudy) -> tuple[str, ...]:
    """Return the sentences that define what a panel draws, each once."""
    if panel.kind in _OF_STUDY:
        rule = f"Cluster: {study.cluster_rule}." if panel.kind is Kind.SPASMS and study.cluster_rule else ""
        return tuple(filter(None, (_OF_STUDY[panel.kind], rule)))
    table = study.table
    columns = (table.column(one) for one in panel.columns) if table is not None else ()
    of_columns = merged([column.definition for column in columns if column is not None])
    return tuple(dict.fromkeys(filter(None, (panel.help, *of_columns, _SHOWN.get(panel.kind, "")))))


def merged(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return sentences without those that differ from the one before in one number: it names all of them."""
    groups: list[list[list[str]]] = []
    for words in (sentence.split() for sentence in dict.fromkeys(sentences)):
        last = groups[-1] if groups else None
        differing = _differing([*last, words]) if last is not None else []
        if last is not None and len(differing) == 1 and words[differing[0]][0].isdigit():
            last.append(words)
        else:
            groups.append([words])
    return tuple(map(_as_one, groups))


def _differing(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the places at which rows of words differ; of rows of several lengths no place is alike."""
    if len({len(row) for row in rows}) > 1:
        return []
    return [place for place, words in enumerate(zip(*rows, strict=True)) if len(set(words)) > 1]


def _as_one(rows: Sequence[Sequence[str]]) -> str:
    words = list(rows[0])
    for place in _differing(rows):
        several = [row[place] for row in rows]
        words[place] = f"{', '.join(several[:-1])} and {several[-1]}"
    return " ".join(words)


def panel_tip(panel: Panel, study: ShownStudy) -> str:
    """Return what a panel's name explains, as rich text."""
    unit = f" ({panel.unit})" if panel.unit else ""
    parts = [f"<b>{escape(panel.title)}</b>{escape(unit)}"]
    parts += [escape(text) for text in definition(panel, study)]
    why = why_nothing(panel, study)
    parts += [escape(text) for text in ((why,) if why else partly_missing(panel, study))]
    return tr("<p style='white-space:normal'>") + "<br>".join(parts) + "</p>"


def panel_text(panel: Panel, study: ShownStudy) -> str:
    """Return the same as plain text, for a box of its own."""
    why = why_nothing(panel, study)
    return "\n\n".join((*definition(panel, study), *((why,) if why else partly_missing(panel, study))))


def panel_notes(panel: Panel, study: ShownStudy) -> tuple[str, ...]:
    """Return what stands under a panel's title."""
    match panel.kind:
        case Kind.STAGES:
            return (study.whose or panel.notes[0],)
        case Kind.SPASMS:
            n, n_clusters = len(study.spasms_s), len(study.clusters)
            n_single = n - sum(len(cluster.onsets_s) for cluster in study.clusters)
            count = f"{n} · {n_clusters} cluster{'' if n_clusters == 1 else 's'}, {n_single} single"
            return (count, study.whose) if n else (study.whose,)
        case Kind.MARKS:
            return (tr("all layers"),)
        case Kind.BAND:
            return tuple(filter(None, (row_of(panel, study), *panel.notes)))
        case _ if panel.is_told_by_column:
            return tuple(filter(None, (_parameter_of(panel, study) or panel.notes[0], *panel.notes[1:])))
        case _:
            return panel.notes


def _parameter_of(panel: Panel, study: ShownStudy) -> str:
    """Return what the title of a column adds to the panel's: “Suppression left, below 10 µV”."""
    table = study.table
    columns = (table.column(one) for one in panel.columns) if table is not None else ()
    return next((column.title.partition(", ")[2] for column in columns if column is not None), "")


def row_of(panel: Panel, study: ShownStudy) -> str:
    """Return the row that an aEEG is of, as its column's title says: “aEEG left (C3-P3), lower margin”."""
    table = study.table
    column = table.column(panel.columns[0]) if table is not None else None
    title = column.title if column is not None else ""
    return title.partition("(")[2].partition(")")[0]
