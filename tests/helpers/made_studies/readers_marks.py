"""Marks of two readers as hypothesis draws them: `from made_studies.readers_marks import LAYERS, named`."""

from dataclasses import replace

from hypothesis import strategies as st
from made_studies.readers_desk import hypsarrhythmia, stage

from eegview.model.annotation import Annotation

_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "movement": st.sampled_from(("flexor", "mixed")),
        "certainty": st.sampled_from(("certain", "possible")),
    },
)
_EVENT = st.builds(
    lambda term, at, duration, given: Annotation(
        "", term, at / 10, duration / 10, attributes=tuple(sorted(given.items()))
    ),
    st.sampled_from(("spasm", "mimic", "artifact", "electrodecrement", "push_button")),
    st.integers(0, 200),
    st.integers(0, 30),
    _ANSWERS,
)
_EPOCHS = st.builds(
    lambda number, n, answer: hypsarrhythmia("", 30.0 * number, 30.0 * n, answer),
    st.integers(0, 10),
    st.integers(1, 5),
    st.sampled_from(("present", "absent")),
)
_STAGES = st.builds(lambda number, one: stage("", number, one), st.integers(0, 12), st.sampled_from(("W", "N2", "R")))
LAYERS = st.lists(st.one_of(_EVENT, _EPOCHS, _STAGES), max_size=12)


def named(marks: list[Annotation], layer: str) -> list[Annotation]:
    """Return the marks as those of a layer, with ids of their own."""
    return [replace(mark, annotation_id=f"{layer}{number}", layer=layer) for number, mark in enumerate(marks)]
