"""What a batch leaves in its folder: for each recording a table of events and a status, for all of them a summary.

File names are made of the recording's own name and the detector's id; no folder names, no times, nothing else of the
patient. Every file is written whole or not at all, so that a batch that was killed is taken up where it was.
"""

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from eegview.app.provenance import plugin_software, program_provenance, write_sidecar
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.plain_table import tab_text
from eegview.exchange.writing import cannot_write, write_whole
from eegview.model.provenance import Provenance, recording_state, sidecar_keys
from eegview.model.suggestion.detection import Detection

STATUS_VERSION = 1
DONE, ALREADY, UNFINISHED = "done", "already done", "unfinished"
UNREADABLE, REFUSED, FAULT, LOST = "unreadable", "refused", "fault", "lost"
SUMMARY = "summary.tsv"
SUMMARY_COLUMNS = (
    *("recording", "state", "events", "hours", "events_per_hour", "seconds", "output"),
    *("detector", "version", "content", "outside", "message", "program", "code"),
)
COLUMNS = ("onset", "duration", "trial_type", "score", "channels")  # of the table of one recording's events
RUN_COLUMNS = ("run_id", "reasons")  # of the table of one run


@dataclass(frozen=True, slots=True)
class BatchEnd:
    """The end of one recording of a batch.

    name : of its file
    content : its fingerprint, or a hash of it and its videos; "" where it could not be opened
    state : "done", "already done", how the detector's run ended instead ("crashed", "silent" …), "unreadable",
        "refused" (it does not fit the detector), "fault" (of this program), "lost" (its process died)
    message : one sentence where it is not done, with its advice
    outside : why the results are outside what the detector was made for
    hours : searched
    detections : None where they are already in the folder
    fingerprint : of the recording alone; "" in results of an older version
    """

    name: str
    content: str
    state: str
    message: str = ""
    outside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hours: float = 0.0
    seconds: float = 0.0
    n_events: int = 0
    detections: tuple[Detection, ...] | None = field(default=None, repr=False)
    fingerprint: str = ""

    @property
    def is_done(self) -> bool:
        return self.state in (DONE, ALREADY)


@dataclass(frozen=True, slots=True)
class DetectorSettings:
    """A detector's exact content and settings: with the same recording they give the same results.

    plugin : hash of its files
    parameters : (name, value as text), sorted, defaults included
    program, code : version and hash of the program it computes with; "" in the folders of older versions
    """

    detector: str
    version: str
    plugin: str
    parameters: tuple[tuple[str, str], ...]
    program: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """A status file: an end, the settings it came from, and its table's name ("" for none)."""

    end: BatchEnd
    settings: DetectorSettings
    events: str
    file: str


class ResultsFolder:
    """The folder that holds a batch's results.

    Raises
    ------
    CannotWrite : it cannot be made
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            names = [path.name for path in folder.iterdir()]
        except OSError as error:
            raise cannot_write(folder.name, error) from None
        self._used = {name.casefold() for name in names}
        found = (_read_status(folder / name) for name in names if name.endswith(".json"))
        self._statuses = {status.file: status for status in found if status is not None}

    def done(self, settings: DetectorSettings) -> dict[str, BatchEnd]:
        """Return the finished results of these settings whose table still exists, by the recording's content."""
        return {
            status.end.content: status.end
            for status in self._statuses.values()
            if status.settings == settings
            and status.end.state == DONE
            and status.end.content
            and status.events.casefold() in self._used
        }

    def keep(self, end: BatchEnd, settings: DetectorSettings, place: int = 1) -> str:
        """Write table and status of one recording, and return the table's name, "" where there is none.

        place : 1 for the first recording of this name in the batch, 2 for the second …

        A new name is taken by a status that says unfinished, then comes the table, then its status: one that says done
        has its table, and a table without its status is known as ours.
        """
        stem = self._stem(end, settings, place)
        table, file = self.folder / f"{stem}.tsv", f"{stem}.json"
        self._write_status(Status(replace(end, state=UNFINISHED), settings, "", file))
        events = table.name if end.state == DONE or end.detections else ""
        if events:
            write_whole(table, detections_table(end.detections or ()).encode())
            self._used.add(table.name.casefold())
        else:
            table.unlink(missing_ok=True)  # of an earlier try, with other results
            self._used.discard(table.name.casefold())
        self._write_status(Status(end, settings, events, file))
        return events

    def _write_status(self, status: Status) -> None:
        write_whole(self.folder / status.file, _status_text(status).encode())
        self._used.add(status.file.casefold())
        self._statuses[status.file] = status

    def output_of(self, end: BatchEnd, settings: DetectorSettings) -> str:
        """Return the name of the table that holds what is already done."""
        same = (s for s in self._statuses.values() if s.settings == settings and s.end.content == end.content)
        return next((status.events for status in same), "")

    def _stem(self, end: BatchEnd, settings: DetectorSettings, place: int) -> str:
        """Return the name this recording's results have already, else one nothing in the folder has."""
        wanted = f"{Path(end.name).stem or end.name}.{settings.detector}"
        for status in self._statuses.values():
            held = status.end
            if status.settings.detector == settings.detector and (held.name, held.content) == (end.name, end.content):
                return status.file.removesuffix(".json")
        stems = (wanted if number == 1 else f"{wanted}.{number}" for number in itertools.count(place))
        return next(s for s in stems if not {f"{s}.tsv".casefold(), f"{s}.json".casefold()} & self._used)

    def write_summary(self, rows: Iterable[tuple[BatchEnd, str]], settings: DetectorSettings) -> Path:
        """Write the summary of all recordings of a batch, (end, name of its table), and return its place."""
        table: list[Sequence[str]] = [SUMMARY_COLUMNS]
        ends: list[BatchEnd] = []
        for end, output in rows:
            ends.append(end)
            per_hour = f"{end.n_events / end.hours:.2f}" if end.hours else "n/a"
            cells = (
                *(end.name, end.state, str(end.n_events), f"{end.hours:.4f}", per_hour, f"{end.seconds:.1f}", output),
                *(settings.detector, settings.version, end.content[:16], " ".join(end.outside), end.message),
                *(settings.program, settings.code[:16]),
            )
            table.append([_cell(cell) for cell in cells])
        path = self.folder / SUMMARY
        write_whole(path, tab_text(table).encode())
        write_sidecar(path, batch_provenance(settings, ends))
        return path


def _cell(text: str) -> str:
    return " ".join(text.split()) or "n/a"


def batch_provenance(settings: DetectorSettings, ends: Iterable[BatchEnd]) -> Provenance:
    """Return what made the results of a batch: program, detector, and the recordings that were searched."""
    plugin = plugin_software(settings.detector, settings.version, settings.plugin, settings.program)
    named = [end.fingerprint or end.content for end in ends]
    states = [recording_state(one) for one in named if one]
    return program_provenance([plugin], states, load_vocabulary())


def _status_text(status: Status) -> str:
    end = asdict(status.end)
    del end["detections"]
    fields: dict[str, Any] = {
        "batch": STATUS_VERSION,
        **end,
        **asdict(status.settings),
        "parameters": dict(status.settings.parameters),
        "events": status.events or None,
        **sidecar_keys(batch_provenance(status.settings, [status.end])),
    }
    return json.dumps(fields, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _read_status(path: Path) -> Status | None:
    """Return the content of a status file, None where it is another program's or damaged: that counts as not done."""
    try:
        fields: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if fields["batch"] != STATUS_VERSION:
            return None
        settings = DetectorSettings(
            str(fields["detector"]),
            str(fields["version"]),
            str(fields["plugin"]),
            tuple(sorted((str(name), str(value)) for name, value in fields["parameters"].items())),
            str(fields.get("program", "")),
            str(fields.get("code", "")),
        )
        end = BatchEnd(
            name=str(fields["name"]),
            content=str(fields["content"]),
            state=str(fields["state"]),
            message=str(fields["message"]),
            outside=tuple(map(str, fields["outside"])),
            notes=tuple(map(str, fields["notes"])),
            hours=float(fields["hours"]),
            seconds=float(fields["seconds"]),
            n_events=int(fields["n_events"]),
            fingerprint=str(fields.get("fingerprint", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Status(end, settings, str(fields.get("events") or ""), path.name)


def detections_table(detections: Iterable[Detection], run_id: str = "") -> str:
    """Return detections as a tab-separated table that `eegview compare` reads, by onset; no channels = n/a.

    run_id : of the run they are from; with one, two columns more say it and what each score is made of
    """
    rows: list[Sequence[str]] = [(*COLUMNS, *RUN_COLUMNS) if run_id else COLUMNS]
    for one in sorted(detections, key=lambda one: (one.onset_s, one.number)):
        times = [f"{one.onset_s:.3f}", f"{one.duration_s:.3f}"]
        more = [run_id, _cell(reasons_text(one))] if run_id else []
        rows.append([*times, _cell(one.term_id), f"{one.score:.4f}", _cell(",".join(one.channels)), *more])
    return tab_text(rows)


def reasons_text(detection: Detection) -> str:
    """Return what a score is made of: `slow wave, both hemispheres = 5.2 z (+1.4); bias = 0 (-2)`, "" for nothing."""
    return "; ".join(
        f"{one.name} = {' '.join(filter(None, (f'{one.value:.6g}', one.unit)))} ({one.points:+.4g})"
        for one in detection.terms
    )
