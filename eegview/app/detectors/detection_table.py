"""Detections as the table that is written for other programs and read again by `eegview compare`."""

from collections.abc import Iterable

from eegview.model.detection import Detection

COLUMNS = ("onset", "duration", "trial_type", "score", "channels")


def detections_table(detections: Iterable[Detection]) -> str:
    """Return the text of a tab-separated table, by onset; no channels = n/a."""
    lines = ["\t".join(COLUMNS)]
    for one in sorted(detections, key=lambda one: (one.onset_s, one.number)):
        channels = " ".join(",".join(one.channels).split()) or "n/a"  # a name with a tab would break the table
        lines.append(f"{one.onset_s:.3f}\t{one.duration_s:.3f}\t{one.term_id}\t{one.score:.4f}\t{channels}")
    return "\n".join(lines) + "\n"
