"""The columns of the tables, in their order, and their types."""

from eegview.app.library_tables.columns import (
    ANY,
    COUNT,
    FINGERPRINT,
    FLAG,
    FLOAT,
    INSTANT,
    JUDGEMENTS,
    MARKS,
    MAYBE_COUNT,
    RUNS,
    SCORES,
    STAGES,
    STUDIES,
    TEXT,
    Columns,
)

__all__ = [
    "CHANNELS",
    "DETECTIONS",
    "FINGERPRINT",
    "HISTORY",
    "JUDGEMENTS",
    "MARKS",
    "RUNS",
    "RUN_TRENDS",
    "SCORES",
    "STAGES",
    "STUDIES",
]

CHANNELS: Columns = {
    "name": TEXT,
    "label": TEXT,
    "kind": TEXT,
    "rate_hz": FLOAT,
    "unit": TEXT,
    "minimum": FLOAT,
    "maximum": FLOAT,
    "prefilter": TEXT,
}
DETECTIONS: Columns = {
    "number": COUNT,
    "onset_s": FLOAT,
    "duration_s": FLOAT,
    "term": TEXT,
    "score": FLOAT,
    "is_final": FLAG,
    "channels": TEXT,
    "answers": ANY,
    "reasons": ANY,
    "run_id": TEXT,
}
RUN_TRENDS: Columns = {"name": TEXT, "unit": TEXT, "time_s": FLOAT, "step_s": FLOAT, "value": FLOAT}
HISTORY: Columns = {
    "number": COUNT,
    "at_utc": INSTANT,
    "author": TEXT,
    "role": TEXT,
    "action": TEXT,
    "what": TEXT,
    "n_changes": COUNT,
    "reverses": MAYBE_COUNT,
    "reason": TEXT,
    "is_hidden": FLAG,
    "previous_hash": TEXT,
    "hash": TEXT,
}
