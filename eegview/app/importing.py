"""Fit marks from a file into a recording that has marks already."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from eegview.model.annotation import FILE_LAYER, Annotation, new_annotation_id


@dataclass(frozen=True, slots=True)
class FittedMarks:
    """What to import.

    n_already_here : left out because the very same mark stands in the library
    n_renamed : got a new identity because another mark has theirs
    """

    marks: tuple[Annotation, ...]
    n_already_here: int = 0
    n_renamed: int = 0


def fit_marks(
    incoming: Iterable[Annotation], present: Iterable[Annotation], own_layer: str, layer: str | None = None
) -> FittedMarks:
    """Return the marks to import, so that importing a file twice adds nothing the second time.

    Parameters
    ----------
    incoming : marks from a file
    present : marks of the recording in the library
    own_layer : where marks without a layer go, and those of the recorder, whose layer nobody writes to
    layer : where all of them go, None = each to its own
    """
    held = {mark.annotation_id: mark for mark in present}
    same_again = {_content(mark) for mark in held.values()}
    marks, n_already_here, n_renamed = [], 0, 0
    for mark in incoming:
        target = layer or (own_layer if mark.layer in ("", FILE_LAYER) else mark.layer)
        mark = replace(mark, layer=target, attributes=tuple(sorted(mark.attributes)))
        if _content(mark) in same_again:
            n_already_here += 1
            continue
        if mark.annotation_id in held:
            mark = replace(mark, annotation_id=new_annotation_id())
            n_renamed += 1
        held[mark.annotation_id] = mark
        marks.append(mark)
    return FittedMarks(tuple(marks), n_already_here, n_renamed)


def _content(mark: Annotation) -> Annotation:
    return replace(mark, annotation_id="")
