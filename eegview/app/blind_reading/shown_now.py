"""What a reader is shown once blind reading ends for them, as one line."""

from collections.abc import Collection

from eegview.model.annotation import FINAL_LAYER

_NAMED_AT_MOST = 4


def shown_now_text(layers: Collection[str], n_runs: int, n_notes: int) -> str:
    """Return `Now shown: layers of Bo and Cy, 2 runs of detectors, 66 file annotations` as a sentence.

    layers : of others that hold marks, the final one too
    """
    names = [layer for layer in layers if layer != FINAL_LAYER]
    parts = []
    if names:
        parts.append(f"{'layer' if len(names) == 1 else 'layers'} of {_joined(names)}")
    parts += ["the final layer"] if FINAL_LAYER in layers else []
    parts += [_counted(n_runs, "run of detectors", "runs of detectors")] if n_runs else []
    parts += [_counted(n_notes, "file annotation", "file annotations")] if n_notes else []
    return f"Now shown: {', '.join(parts)}." if parts else "Nothing was hidden: nobody else has marked anything."


def _joined(names: list[str]) -> str:
    if len(names) > _NAMED_AT_MOST:
        return f"{', '.join(names[:_NAMED_AT_MOST])} and {len(names) - _NAMED_AT_MOST} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
