"""The columns of the tables of a library: name, type, and what each holds.

Names are those of the Python interface, where the types are pandas' own.
"""

from collections.abc import Mapping

FLOAT, COUNT, MAYBE_COUNT, FLAG, TEXT, ANY = "float64", "int64", "Int64", "bool", "str", "object"
MAYBE_FLAG = "boolean"
INSTANT = "datetime64[us, UTC]"
LOCAL_TIME = "datetime64[us]"  # by the recorder's clock, without a zone

Columns = Mapping[str, str]  # name → type, in their order

FINGERPRINT: Columns = {"fingerprint": TEXT}  # the first column where rows are of several recordings
MARKS: Columns = {
    "onset_s": FLOAT,
    "duration_s": FLOAT,
    "term": TEXT,
    "layer": TEXT,
    "channels": TEXT,
    "text": TEXT,
    "answers": ANY,
    "annotation_id": TEXT,
}
RUNS: Columns = {
    "run_id": TEXT,
    "detector": TEXT,
    "title": TEXT,
    "version": TEXT,
    "started_utc": INSTANT,
    "author": TEXT,
    "end": TEXT,
    "is_partial": FLAG,
    "start_s": FLOAT,
    "stop_s": FLOAT,
    "reached_s": FLOAT,
    "parameters": ANY,
    "message": TEXT,
    "outside": ANY,
    "notes": ANY,
    "content_hash": TEXT,
    "program_version": TEXT,
    "code_hash": TEXT,
}
JUDGEMENTS: Columns = {
    "onset_s": FLOAT,
    "duration_s": FLOAT,
    "term": TEXT,
    "verdict": TEXT,
    "author": TEXT,
    "score": FLOAT,
    "is_seen": FLAG,
    "detector": TEXT,
    "version": TEXT,
    "run_id": TEXT,
    "number": COUNT,
    "accepted_id": TEXT,
    "annotation_id": TEXT,
}
SCORES: Columns = {
    "scale": TEXT,
    "start_s": FLOAT,
    "stop_s": FLOAT,
    "reader": TEXT,
    "score": MAYBE_COUNT,
    "possible": ANY,
    "severity": TEXT,
    "is_hidden": FLAG,
    "is_committed": FLAG,
    "committed_utc": TEXT,
    "n_pages_read": COUNT,
    "n_pages": COUNT,
    "parameters_id": TEXT,
}
STAGES: Columns = {"start_s": FLOAT, "stop_s": FLOAT, "reader": TEXT, "stage": TEXT}
STUDIES: Columns = {
    "name": TEXT,
    "format": TEXT,
    "started_at": LOCAL_TIME,
    "duration_s": FLOAT,
    "n_channels": MAYBE_COUNT,
    "n_files": MAYBE_COUNT,
    "is_simulated": FLAG,
    "n_marks": COUNT,
    "n_runs": MAYBE_COUNT,
    "n_scores": COUNT,
    "n_edits": COUNT,
    "readers": TEXT,
    "signed": TEXT,
    "first_edit_utc": INSTANT,
    "last_edit_utc": INSTANT,
    "authors": TEXT,
    "first_seen_utc": INSTANT,
    "last_seen_utc": INSTANT,
    "is_hidden": FLAG,
}
CHANNELS: Columns = {"name": TEXT, "kind": TEXT, "rate_hz": FLOAT, "unit": TEXT}

# The tables of an export, by the name of each.
TABLES: dict[str, Columns] = {
    "recordings": {**FINGERPRINT, **STUDIES, "recorded_s": FLOAT, "channels": ANY},
    "marks": {**FINGERPRINT, **MARKS},
    "runs": {**FINGERPRINT, **RUNS},
    "judgements": {**FINGERPRINT, **JUDGEMENTS},
    "scores": {**FINGERPRINT, **SCORES},
    "stages": {**FINGERPRINT, **STAGES},
}
