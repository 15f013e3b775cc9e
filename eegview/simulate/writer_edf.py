"""Write a simulated study as EDF+C, a minute at a time, so that memory stays flat however long it is.

Field layout: EDF+ specification, Kemp & Olivan 2003 (edfplus.info).
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from eegview.model.recording import Progress, Samples, no_progress
from eegview.simulate.plan import Note, StudyPlan
from eegview.simulate.signals import CHANNELS, SimulatedChannel, Simulation, stretches

STARTED_AT = datetime.combine(date(2020, 3, 2), time(9))  # a made-up day; nobody was recorded
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS_A_MONTH = 30.4375
RECORDING_FIELD = "Startdate 02-MAR-2020 simulated eegview simulated"
LARGEST_DIGIT = 32767  # with ±3276.7 µV one digit is exactly 0.1 µV
_NOTE_BYTES = 128  # of each 1-s record


def write_edf(path: Path, simulation: Simulation, progress: Progress = no_progress, stretch_s: float = 60.0) -> None:
    """Write the study to `path`, replacing what is there.

    Raises
    ------
    OSError : the disk is full or the place cannot be written
    Cancelled : from `progress`
    """
    n_records = round(simulation.plan.duration_s)
    notes = _notes_by_record(simulation.plan.notes, n_records)
    with path.open("wb") as file:
        file.write(edf_header(n_records, patient_field(simulation.plan)))
        written = 0
        for samples in stretches(simulation, stretch_s):
            records = _records(samples, notes[written:])
            file.write(records.tobytes())
            written += len(records)
            progress(written / n_records)


def patient_field(plan: StudyPlan) -> str:
    """Return EDF+'s patient field: a made-up ID, and a birth date that gives the simulated infant's age."""
    born = STARTED_AT.date() - timedelta(days=round(plan.patient.age_months * _DAYS_A_MONTH))
    return f"SIM-{plan.seed:03d} X {born.day:02d}-{_MONTHS[born.month - 1]}-{born.year} Simulated"


def edf_header(n_records: int, patient: str = "X X X Simulated") -> bytes:
    """Return the header of a study of `n_records` seconds."""
    n_signals = len(CHANNELS) + 1
    fields: list[tuple[object, int]] = [
        ("0", 8),
        (patient, 80),
        (RECORDING_FIELD, 80),
        (STARTED_AT.strftime("%d.%m.%y"), 8),
        (STARTED_AT.strftime("%H.%M.%S"), 8),
        (256 * (n_signals + 1), 8),
        ("EDF+C", 44),
        (n_records, 8),
        (1, 8),
        (n_signals, 4),
    ]
    notes = SimulatedChannel("EDF Annotations", 0, "", 1.0, "", "")
    columns = (
        (16, lambda c: c.label),
        (80, lambda c: c.transducer),
        (8, lambda c: c.unit),
        (8, lambda c: f"{-c.limit:g}" if c is not notes else "-1"),
        (8, lambda c: f"{c.limit:g}" if c is not notes else "1"),
        (8, lambda c: -LARGEST_DIGIT if c is not notes else -32768),
        (8, lambda _: LARGEST_DIGIT),
        (80, lambda c: c.prefilter),
        (8, lambda c: c.rate_hz if c is not notes else _NOTE_BYTES // 2),
        (32, lambda _: ""),
    )
    for width, value in columns:
        fields += [(value(channel), width) for channel in (*CHANNELS, notes)]
    return b"".join(_field(value, width) for value, width in fields)


def _field(value: object, width: int) -> bytes:
    text = str(value).encode("ascii")
    if len(text) > width:
        raise ValueError(f"“{value}” does not fit {width} bytes of an EDF header")
    return text.ljust(width)


def to_digits(samples: Samples, limit: float) -> np.ndarray:
    """Return (n,) int16 digits of µV values; what lies beyond ±limit is clipped to it."""
    scaled = np.rint(samples * (LARGEST_DIGIT / limit))
    return np.clip(scaled, -LARGEST_DIGIT, LARGEST_DIGIT).astype("<i2")


def _records(samples: list[Samples], notes: list[bytes]) -> np.ndarray:
    """Return (n_records, samples per record) int16, one row a second, annotations last."""
    columns = [
        to_digits(values, channel.limit).reshape(-1, channel.rate_hz)
        for channel, values in zip(CHANNELS, samples, strict=True)
    ]
    n_records = len(columns[0])
    columns.append(np.frombuffer(b"".join(notes[:n_records]), "<i2").reshape(n_records, -1))
    return np.concatenate(columns, axis=1)


def _notes_by_record(notes: tuple[Note, ...], n_records: int) -> list[bytes]:
    """Return each record's annotation bytes: its own time, then notes, moved to a later record where one is full."""
    waiting = list(notes)
    filled = []
    for record in range(n_records):
        text = b"+%d\x14\x14\x00" % record
        while waiting and waiting[0].onset_s < record + 1:
            entry = f"+{waiting[0].onset_s:.3f}\x14{waiting[0].text}\x14\x00".encode()
            if len(text) + len(entry) > _NOTE_BYTES:
                break
            text += entry
            waiting.pop(0)
        filled.append(text.ljust(_NOTE_BYTES, b"\x00"))
    return filled
