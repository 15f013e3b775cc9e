"""The columns of the tables, in their order, and their types."""

from eegview.api.frames import ANY, COUNT, FLAG, FLOAT, INSTANT, MAYBE_COUNT, TEXT, Columns

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
FINGERPRINT: Columns = {"fingerprint": TEXT}  # the first column where rows are of several recordings
