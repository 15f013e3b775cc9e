"""The index of marks gives what a walk over all marks would, at once."""

from hypothesis import given
from hypothesis import strategies as st

from eegview.app.marks.index import EVERYTHING, MarkFilter, MarkIndex
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.span import Span

times_s = st.floats(-100, 1000) | st.integers(-5, 50).map(float)
durations_s = st.just(0.0) | st.floats(0, 2000) | st.integers(0, 20).map(float)
mark_lists = st.lists(st.tuples(times_s, durations_s), max_size=30).map(
    lambda rows: [
        Annotation(f"{i:03d}", "spasm" if i % 2 else "note", *row, layer="ann" if i % 3 else "bob")
        for i, row in enumerate(rows)
    ]
)
spans = st.tuples(times_s, st.floats(0, 500)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def by_onset(mark: Annotation) -> tuple[float, str]:
    return mark.onset_s, mark.annotation_id


def shares_time(mark: Annotation, span: Span) -> bool:
    return mark.onset_s < span.stop_s and (
        mark.stop_s > span.start_s or (mark.duration_s == 0 and mark.onset_s >= span.start_s)
    )


@given(mark_lists, spans)
def test_within_is_what_a_walk_over_all_finds(marks: list[Annotation], span: Span):
    expected = sorted((mark for mark in marks if shares_time(mark, span)), key=by_onset)
    assert MarkIndex(marks).within(span) == tuple(expected)


def test_a_long_mark_from_far_before_is_found():
    long = Annotation("long", "hypsarrhythmia", 0.0, 7200.0)
    index = MarkIndex([long, *(Annotation(f"{i}", "spasm", i * 2.0, 1.0) for i in range(4000))])
    assert [mark.annotation_id for mark in index.within(Span(7000.0, 7003.0))] == ["long", "3500", "3501"]


def test_a_point_belongs_to_the_page_it_begins():
    index = MarkIndex([Annotation("p", "note", 10.0)])
    assert [len(index.within(Span(*page))) for page in ((0, 10), (10, 20), (5, 15))] == [0, 1, 1]


@given(mark_lists, times_s)
def test_next_and_previous(marks: list[Annotation], time_s: float):
    index = MarkIndex(marks)
    for wanted in (EVERYTHING, MarkFilter(frozenset({"spasm"}))):
        later = [mark for mark in marks if mark.onset_s > time_s and wanted.accepts(mark)]
        earlier = [mark for mark in marks if mark.onset_s < time_s and wanted.accepts(mark)]
        assert index.next_after(time_s, wanted) == min(later, key=by_onset, default=None)
        assert index.previous_before(time_s, wanted) == max(earlier, key=by_onset, default=None)


@given(mark_lists, mark_lists, st.data())
def test_changes_give_the_index_built_anew(marks: list[Annotation], others: list[Annotation], data: st.DataObject):
    old = {mark.annotation_id: mark for mark in marks}
    new = {mark.annotation_id: mark for mark in others}
    names = data.draw(st.sets(st.sampled_from(sorted(old | new)))) if old or new else set()
    changes = tuple(Change(old.get(name), new.get(name)) for name in sorted(names))
    index = MarkIndex(marks)
    changed = index.changed(changes)
    expected = old | {name: new[name] for name in names if name in new}
    expected = {name: mark for name, mark in expected.items() if name not in names or name in new}
    assert tuple(changed) == tuple(sorted(expected.values(), key=by_onset))
    assert changed.within(Span(-1e4, 1e4)) == tuple(changed)
    assert tuple(index) == tuple(sorted(marks, key=by_onset))  # the old one stays as it was
    assert all(changed.get(name) == expected.get(name) for name in old | new)


def test_what_the_edit_says_replaces_what_was_held():
    index = MarkIndex([Annotation("a", "spasm", 1.0, 1.0)])
    unseen = Change(Annotation("a", "spasm", 5.0, 9.0), Annotation("a", "spasm", 6.0, 9.0))
    assert [mark.onset_s for mark in index.changed((unseen,))] == [6.0]


def test_many_changes_at_once():
    marks = [Annotation(f"{i:04d}", "spasm", float(i), 1.0) for i in range(300)]
    index = MarkIndex().changed(tuple(Change(None, mark) for mark in marks))
    assert tuple(index) == tuple(marks)
    assert len(index.changed(tuple(Change(mark, None) for mark in marks[:100]))) == 200


def test_filters():
    marks = [
        Annotation("a", "spasm", 1.0, text="Subtle nod", layer="ann"),
        Annotation("b", "note", 2.0, attributes=(("kind", "feeding"),), layer="bob"),
        Annotation("c", "spasm", 3.0, channels=("EMG1",), layer="bob"),
    ]
    index = MarkIndex(marks)

    def names(**fields: object) -> str:
        return "".join(mark.annotation_id for mark in index.filtered(MarkFilter(**fields)))  # type: ignore[arg-type]

    assert names() == "abc"
    assert names(term_ids=frozenset({"spasm"})) == "ac"
    assert names(layers=frozenset({"bob"}), term_ids=frozenset({"spasm"})) == "c"
    assert [names(text=text) for text in ("NOD", "feed", "emg", "nowhere")] == ["a", "b", "c", ""]
    assert index.within(Span(0, 10), MarkFilter(text="emg")) == (marks[2],)
