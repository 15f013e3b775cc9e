"""Import of the comments of a Persyst layout file (.lay).

Layout as MNE-Python reads it: sections in brackets; under [Comments] one line each, `onset,duration,state,type,text`
with onset and duration in seconds from the first sample, the text last and free to hold commas; [Patient] has the
start as TestDate and TestTime. The patient's names in that section are ignored.
"""

from datetime import datetime

from eegview.exchange.foreign_times import ForeignMark, imported, parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.model.vocabulary import Vocabulary


def read_lay(text: str, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the comments of a layout file's text as marks; where there are none, the report states it."""
    section, found, skipped, patient = "", [], 0, {}
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].casefold()
        elif section == "comments" and line:
            cells = line.split(",", 4)
            when = parse_when(cells[0], is_elapsed=True)
            duration = parse_when(cells[1]) if len(cells) == 5 else None
            if when is None or duration is None or when.clock is not Clock.ELAPSED:
                skipped += 1
                continue
            found.append(ForeignMark(when, max(duration.seconds, 0.0), cells[4].strip()))
        elif section == "patient" and line.casefold().startswith("test"):
            key, _, value = line.partition("=")
            patient[key.strip().casefold()] = value.strip()
    report = [f"Comments that cannot be read and were left out: {skipped}."] if skipped else []
    if not found:
        report.append("The file holds no comments.")
    return imported(found, vocabulary, report, _started_at(patient))


def _started_at(patient: dict[str, str]) -> datetime | None:
    when = parse_when(f"{patient.get('testdate', '')} {patient.get('testtime', '')}".strip())
    return when.moment if when else None
