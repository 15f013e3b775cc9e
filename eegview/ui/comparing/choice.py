"""Which two layers are compared, of which term, by which limit; remembered from study to study where it applies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eegview.app.marks.layers import FINAL_LABEL
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER
from eegview.ui.window.settings import Settings

_A, _B, _TERM, _LIMIT = "comparing/a", "comparing/b", "comparing/term", "comparing/limit_s"
MOST_LIMIT_S = 10.0


@dataclass(frozen=True, slots=True)
class OfferedLayer:
    """A layer that can be compared.

    layer : a reader's name, the final one, or a detector's run
    label : "Ada", "Final layer", "Detector: Spasms, 22 Nov 12:40"
    n_marks : its marks; None while that is not known, of a run, and for a reader who scored without a mark; 0 for one
        who signed that there is nothing
    is_run : whether a detector made it
    """

    layer: str
    label: str
    n_marks: int | None
    is_run: bool = False


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """The comparison that is wanted.

    layer_a, layer_b : "" where there are not two to choose
    term_id : "" for all terms
    limit_s : how far apart the onsets of one event may lie
    """

    layer_a: str = ""
    layer_b: str = ""
    term_id: str = ""
    limit_s: float = 1.0

    @property
    def is_whole(self) -> bool:
        """Whether two different layers are chosen."""
        return bool(self.layer_a and self.layer_b and self.layer_a != self.layer_b)

    def keep(self, settings: Settings) -> None:
        """Remember it."""
        for key, value in ((_A, self.layer_a), (_B, self.layer_b), (_TERM, self.term_id)):
            settings.put(key, value)
        settings.put(_LIMIT, self.limit_s)


def first_choice(offered: Sequence[OfferedLayer], settings: Settings, author: str, limit_s: float) -> ReaderChoice:
    """Return what is compared unless something else is chosen.

    The two readers compared last, where both have marks here; else two readers other than who looks, then who looks,
    then a run; one who signed without a mark comes after all other readers. The final layer is never proposed: it is
    what comes of the comparison.

    limit_s : the study's own limit for one event
    """
    remembered = settings.text(_A), settings.text(_B)
    term_id = settings.text(_TERM)
    limit_s = settings.number(_LIMIT, limit_s, 0.0, MOST_LIMIT_S)
    known = {one.layer for one in offered if one.n_marks != 0 or not one.is_run}
    base = ReaderChoice(term_id=term_id, limit_s=limit_s)
    if set(remembered) <= known and len(set(remembered)) == 2:
        return replace(base, layer_a=remembered[0], layer_b=remembered[1])
    readers = [one for one in offered if one.layer not in (FINAL_LAYER, FILE_LAYER) and one.layer in known]
    readers.sort(key=lambda one: (one.is_run, one.n_marks == 0, one.layer == author))
    names = [one.layer for one in readers[:2]]
    if author in names and names[0] != author:
        names.reverse()  # who looks stands first
    return replace(base, layer_a=names[0] if names else "", layer_b=names[1] if len(names) > 1 else "")


def short_label(layer: str, offered: Sequence[OfferedLayer]) -> str:
    """Return the name of a layer as the lanes have room for it."""
    if layer == FINAL_LAYER:
        return FINAL_LABEL
    return next((one.label for one in offered if one.layer == layer), layer)
