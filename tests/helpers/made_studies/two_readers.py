"""Two readers' marks of the same events, as if both had read them.

Each event in turn is: the same of both, B later and another movement, only A, only B, the same with onsets 0.2 s apart.
"""

from collections.abc import Sequence
from contextlib import closing
from random import Random

from eegview.app.library.editing import Editor
from eegview.model.annotation import Annotation
from eegview.store.library import open_library

A, B = "ada", "ben"
_ANSWERS = (
    *(("certainty", "certain"), ("clinical", "electroclinical")),
    *(("movement", "flexor"), ("symmetry", "symmetric")),
)


def _mark(name: str, onset_s: float, duration_s: float, **answers: str) -> Annotation:
    held = tuple(sorted((dict(_ANSWERS) | answers).items()))
    return Annotation(name, "spasm", round(onset_s, 3), duration_s, attributes=held)


def two_layers(onsets_s: Sequence[float], seed: int = 1) -> tuple[list[Annotation], list[Annotation]]:
    """Return the marks of A and of B on events at these onsets (s)."""
    rng = Random(seed)
    of_a: list[Annotation] = []
    of_b: list[Annotation] = []
    for number, onset_s in enumerate(onsets_s):
        a, b = _mark(f"a{number}", onset_s, 1.6), _mark(f"b{number}", onset_s + rng.gauss(0.04, 0.03), 1.5)
        kind = number % 5
        if kind == 1:
            b = _mark(f"b{number}", onset_s + 0.28, 1.3, movement="mixed", certainty="probable")
        if kind == 4:
            b = _mark(f"b{number}", onset_s + 0.2, 1.6)
        if kind != 3:
            of_a.append(a)
        if kind != 2:
            of_b.append(b)
    return of_a, of_b


def put_two_layers(
    library_url: str,
    fingerprint: str,
    onsets_s: Sequence[float],
    readers: tuple[tuple[str, str], tuple[str, str]] = ((A, "technologist"), (B, "resident")),
) -> None:
    """Put both layers into a library, each by its own reader (name, role)."""
    with closing(open_library(library_url)) as library:
        for (name, role), marks in zip(readers, two_layers(onsets_s), strict=True):
            Editor(library, fingerprint, name, role).import_all(marks)
