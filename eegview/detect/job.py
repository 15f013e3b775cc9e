"""The order that a detector's process gets: one JSON object on a private line, never in its arguments."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from eegview.detect.manifest import Value
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Derivation, Montage
from eegview.model.read_marks import GivenMark
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a detector over one recording.

    paths : of the recording's files, as they were opened
    fingerprint : of the recording; the child refuses another
    montage : that the detector's rows come in
    span : what to search, within the recording
    parameters : (name, value), all of them
    age_months : None = not known
    movement_path : an .npz file with `times_s` and `values`, "" for none
    scratch : a folder of this run alone, gone after it
    encoding : of the recording's texts, as it was opened; "" = found out
    marks : (term, onset_s, duration_s, answers) of the reader, of the terms that the manifest declares
    is_developed : its author looks on: tracebacks have the detector's own lines alone
    memory_mib : the child limits itself to a good deal more, so that one allocation cannot take the machine down
    """

    paths: tuple[str, ...]
    fingerprint: str
    montage: Montage
    span: Span
    parameters: tuple[tuple[str, Value], ...]
    age_months: float | None = None
    movement_path: str = ""
    scratch: str = ""
    memory_mib: float = 1500.0
    encoding: str = ""
    marks: tuple[GivenMark, ...] = ()
    is_developed: bool = False


def job_line(job: Job, folder: str) -> bytes:
    """Return the job as one line of JSON, `folder` being where the detector's files lie."""
    fields = asdict(job) | {"folder": folder}
    return json.dumps(fields, ensure_ascii=True).encode() + b"\n"


def job_from_line(line: bytes) -> tuple[Job, str]:
    """Return the job and the folder in a line that `job_line` wrote."""
    fields: dict[str, Any] = json.loads(line)
    folder = fields.pop("folder")
    fields["paths"] = tuple(fields["paths"])
    fields["montage"] = _montage(fields["montage"])
    fields["span"] = Span(**fields["span"])
    fields["parameters"] = tuple((name, value) for name, value in fields["parameters"])
    fields["marks"] = tuple(
        (term, onset_s, duration_s, answers) for term, onset_s, duration_s, answers in fields["marks"]
    )
    return Job(**fields), folder


def _montage(fields: Mapping[str, Any]) -> Montage:
    derivations = tuple(
        Derivation(
            row["label"],
            tuple((name, weight) for name, weight in row["weights"]),
            ChannelKind(row["kind"]),
            row["side"],
        )
        for row in fields["derivations"]
    )
    held: dict[str, Any] = {**fields, "derivations": derivations}
    return Montage(**held)
