"""What to tell about marks that come in: terms, answers and channels not known, and signs that cannot be stored."""

import re
from collections.abc import Mapping
from dataclasses import replace

from eegview.app.vocabulary.term_answers import wrong_part
from eegview.exchange.imported import ImportedMarks
from eegview.exchange.row_report import RowReport, rows_text, shown
from eegview.model.annotation import Annotation
from eegview.model.recording import Recording
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Vocabulary

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def checked(found: ImportedMarks, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the marks with a sentence on each term and answer that the vocabulary does not know; they are kept."""
    report = RowReport()
    asked = {term.term_id: {one.name: one for one in term.attributes} for term in vocabulary.terms}
    for mark in found.annotations:
        row = found.rows.get(mark.annotation_id, 0)
        if not is_clinical(mark):
            report.add(row, f"{shown(mark.term_id)} is a record of one library and never imported; left out")
            continue
        questions = asked.get(mark.term_id)
        if questions is None:
            report.add(row, f"the term {shown(mark.term_id)} is not in the vocabulary; kept as it is")
            continue
        for name, value in mark.attributes:
            if name not in questions:
                report.add(row, f"{shown(name)} is not asked about “{mark.term_id}”; {shown(value)} is kept as it is")
            elif (wrong := wrong_part(questions[name], value)) is not None:
                report.add(row, f"{shown(wrong)} is not an answer to {name}; kept as it is")
    return replace(found, report=(*found.report, *report.sentences()))


def storable(found: ImportedMarks) -> ImportedMarks:
    """Return the marks without signs that no database holds: NUL, and halves of pairs; they are shown as �."""

    def plain(text: str) -> str:
        return _UNSTORABLE.sub("�", text)

    report, marks = RowReport(), []
    for mark in found.annotations:
        cleaned = Annotation(
            plain(mark.annotation_id),
            plain(mark.term_id),
            mark.onset_s,
            mark.duration_s,
            tuple(map(plain, mark.channels)),
            tuple((plain(name), plain(value)) for name, value in mark.attributes),
            plain(mark.text),
            plain(mark.layer),
        )
        if cleaned != mark:
            report.add(found.rows.get(mark.annotation_id, 0), "signs that cannot be stored became �")
        marks.append(cleaned)
    return replace(found, annotations=tuple(marks), report=(*found.report, *report.sentences()))


def unknown_lines(found: ImportedMarks) -> list[str]:
    """Return a line for each text that no term means: how many marks have it, and in which rows."""
    rows: dict[str, list[int]] = {}
    for mark_id, words in found.unknown.items():
        rows.setdefault(words, []).extend([found.rows[mark_id]] if mark_id in found.rows else [])
    lines = []
    for words, count in found.unknown_texts:
        where = f" ({rows_text(rows[words]).lower()})" if rows[words] else ""
        lines.append(f"{count} × {shown(words)}{where}")
    return lines


def with_channels(found: ImportedMarks, recording: Recording) -> ImportedMarks:
    """Return the marks with channels named as in the recording, and a sentence on each that it does not have.

    A channel may be named by its label in the file, in other capitals, or be a derivation of two electrodes; what the
    recording does not know is kept as given.
    """
    names = {name.casefold(): channel.name for channel in recording.channels for name in (channel.label, channel.name)}
    report, marks = RowReport(), []
    for mark in found.annotations:
        channels = []
        for name in mark.channels:
            known = _known_channel(name, names)
            if known is None:
                row = found.rows.get(mark.annotation_id, 0)
                report.add(row, f"the recording has no channel {shown(name)}; kept as given")
            channels.append(known or name)
        marks.append(replace(mark, channels=tuple(channels)))
    return replace(found, annotations=tuple(marks), report=(*found.report, *report.sentences()))


def _known_channel(name: str, names: Mapping[str, str]) -> str | None:
    """Return a channel's name in the recording, or that of a derivation of its channels, None where it has none."""
    plain = name.strip().casefold()
    if plain in names:
        return names[plain]
    parts = [names.get(part.strip()) for part in plain.split("-")]
    return "-".join(part for part in parts if part) if len(parts) == 2 and all(parts) else None
