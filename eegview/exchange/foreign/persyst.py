"""Import of the comments of a Persyst layout file (.lay).

Layout as MNE-Python reads it: sections in brackets; under [Comments] one line each, `onset,duration,state,type,text`
with onset and duration in seconds from the first sample, the text last and free to hold commas; [Patient] has the
start as TestDate and TestTime. The patient's names in that section are ignored.
"""

from datetime import datetime

from eegview.exchange.foreign_times import ForeignMark, When, imported, parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.exchange.row_report import RowReport, shown
from eegview.model.vocabulary import Vocabulary


def read_lay(text: str, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the comments of a layout file's text as marks; where there are none, the report states it."""
    section, found, patient, report = "", [], {}, RowReport()
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].casefold()
        elif section == "comments" and line:
            cells = line.split(",", 4)
            when = parse_when(cells[0], is_elapsed=True)
            if when is None or len(cells) < 5:
                report.add(number, "the comment cannot be read; left out")
                continue
            duration = parse_when(cells[1], is_elapsed=True) if cells[1].strip() else When(Clock.ELAPSED)
            if duration is None or duration.clock is not Clock.ELAPSED or duration.seconds < 0:
                report.add(number, f"the duration {shown(cells[1])} cannot be read; set to 0")
                duration = When(Clock.ELAPSED)
            found.append(ForeignMark(when, duration.seconds, cells[4].strip(), row=number))
        elif section == "patient" and line.casefold().startswith("test"):
            key, _, value = line.partition("=")
            patient[key.strip().casefold()] = value.strip()
    said = list(report.sentences())
    if not found:
        said.append("The file contains no comments.")
    return imported(found, vocabulary, said, _started_at(patient))


def _started_at(patient: dict[str, str]) -> datetime | None:
    when = parse_when(f"{patient.get('testdate', '')} {patient.get('testtime', '')}".strip())
    return when.moment if when else None
