"""Laws that every number of agreement keeps, whatever the readings."""

import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.clinical.agreement_numbers.cohen_kappa import LINEAR, PLAIN, QUADRATIC, cohen_kappa
from eegview.clinical.agreement_numbers.intraclass import Measurement, intraclass_correlation
from eegview.clinical.agreement_numbers.many_readers import fleiss_kappa, gwet_ac1
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.ratings import Ratings, Reading, ratings_of
from eegview.clinical.agreement_numbers.shares import EventCounts, pairwise_f1, share_alike

CLASSES = ("p", "q", "r")
MEASURES = (cohen_kappa, fleiss_kappa, gwet_ac1, share_alike)


@dataclass(frozen=True)
class Table:
    """Readings as (patient, label by reader)."""

    rows: tuple[tuple[str, dict[str, str]], ...]

    def ratings(self, classes: tuple[str, ...] = CLASSES) -> Ratings:
        return ratings_of([Reading(patient, labels) for patient, labels in self.rows], classes=classes)


@st.composite
def tables(draw: st.DrawFn, n_readers: int = 3, n_patients: int = 3) -> Table:
    label = st.one_of(st.none(), st.sampled_from(CLASSES))
    row = st.tuples(st.integers(0, n_patients - 1), st.lists(label, min_size=n_readers, max_size=n_readers))
    rows = draw(st.lists(row, min_size=1, max_size=25))
    return Table(
        tuple((f"p{patient}", {f"r{k}": one for k, one in enumerate(labels) if one}) for patient, labels in rows)
    )


def values(ratings: Ratings) -> list[float | None]:
    return [measure(ratings).value for measure in MEASURES]


def assert_alike(first: list[float | None], second: list[float | None]):
    for a, b in zip(first, second, strict=True):
        assert (a is None) == (b is None)
        assert a == pytest.approx(b, abs=1e-9)


@given(tables(n_readers=1))
def test_a_reader_with_themselves_is_one(table: Table):
    rows = tuple((patient, {"a": said["r0"], "b": said["r0"]}) for patient, said in table.rows if said)
    ratings = ratings_of([Reading(patient, labels) for patient, labels in rows], classes=CLASSES)
    for measure in MEASURES:
        found = measure(ratings)
        if found.value is None:  # nothing was read, or one class only
            assert found.why_none
        else:
            assert found.value == pytest.approx(1.0)
    for weights in (LINEAR, QUADRATIC):
        assert cohen_kappa(ratings, weights).value in (None, pytest.approx(1.0))


@given(tables(), st.randoms())
def test_the_order_of_readers_items_and_patients_does_not_matter(table: Table, shuffler: random.Random):
    names = ["r0", "r1", "r2"]
    shuffler.shuffle(names)
    renamed = {f"r{k}": name for k, name in enumerate(names)}
    rows = [(patient, {renamed[reader]: said for reader, said in labels.items()}) for patient, labels in table.rows]
    shuffler.shuffle(rows)
    assert_alike(values(table.ratings()), values(Table(tuple(rows)).ratings()))


@given(tables(), st.permutations(CLASSES))
def test_what_classes_are_called_does_not_matter(table: Table, names: list[str]):
    renamed: dict[str, str] = dict(zip(CLASSES, names, strict=True))
    rows = tuple((patient, {r: renamed[said] for r, said in labels.items()}) for patient, labels in table.rows)
    assert_alike(values(table.ratings()), values(Table(rows).ratings()))


@given(tables(n_readers=2))
def test_a_scale_read_backwards_gives_the_same_weighted_kappa(table: Table):
    forwards, backwards = table.ratings(), table.ratings(CLASSES[::-1])
    for weights in (LINEAR, QUADRATIC):
        assert_alike([cohen_kappa(forwards, weights).value], [cohen_kappa(backwards, weights).value])


@given(tables())
def test_numbers_are_one_at_most_or_say_why_there_are_none(table: Table):
    ratings = table.ratings()
    found: list[AgreementNumber] = [measure(ratings) for measure in MEASURES]
    for number in found:
        assert (number.value is None) == bool(number.why_none)
        assert number.value is None or number.value <= 1
        assert not number.has_interval  # three patients at most
        assert number.value is None or number.why_no_interval


@given(tables(n_readers=2, n_patients=1), tables(n_readers=2, n_patients=3))
def test_other_patients_do_not_change_what_is_of_one(own: Table, others: Table):
    moved = tuple((f"other {patient}", labels) for patient, labels in others.rows)
    together = Table(own.rows + moved)
    alone = Table(tuple(row for row in together.rows if row[0] == "p0"))
    assert_alike(values(own.ratings()), values(alone.ratings()))


@given(tables(n_readers=2))
def test_two_classes_with_linear_weights_are_plain_kappa(table: Table):
    rows = tuple(
        (patient, {reader: "p" if said == "p" else "q" for reader, said in labels.items()})
        for patient, labels in table.rows
    )
    ratings = Table(rows).ratings(("p", "q"))
    assert_alike([cohen_kappa(ratings, PLAIN).value], [cohen_kappa(ratings, LINEAR).value])


@given(tables(n_readers=2), st.integers(2, 5))
def test_an_item_that_stands_for_several_is_as_if_each_were_there(table: Table, count: int):
    joined = ratings_of([Reading(patient, labels, count) for patient, labels in table.rows], classes=CLASSES)
    apart = Table(tuple(row for row in table.rows for _ in range(count)))
    assert_alike(values(joined), values(apart.ratings()))
    assert cohen_kappa(joined).n_items == cohen_kappa(apart.ratings()).n_items


numbers = st.floats(-1000, 1000, allow_subnormal=False).map(lambda value: round(value, 3))


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=20), numbers)
def test_the_correlation_does_not_know_the_zero_of_a_scale_nor_the_order_of_readers(
    pairs: list[tuple[float, float]], shift: float
):
    def of(rows: list[tuple[float, float]]) -> float | None:
        return intraclass_correlation(
            Measurement(str(n), dict(zip("ab", row, strict=True))) for n, row in enumerate(rows)
        ).value

    found = of(pairs)
    swapped, shifted = of([(b, a) for a, b in pairs]), of([(a + shift, b + shift) for a, b in pairs])
    assert (found is None) == (swapped is None)
    assert found == pytest.approx(swapped, abs=1e-6)
    if found is not None and shifted is not None:
        assert found == pytest.approx(shifted, abs=1e-4)


counts = st.builds(EventCounts, st.sampled_from(["p", "q"]), *(st.integers(0, 20) for _ in range(3)))


@given(st.lists(counts, max_size=8))
def test_f1_is_the_same_whoever_is_the_reference(pair: list[EventCounts]):
    turned = [EventCounts(one.patient, one.n_matched, one.n_only, one.n_missed) for one in pair]
    assert pairwise_f1([pair], 2).value == pairwise_f1([turned], 2).value


def test_the_order_of_readers_does_not_change_an_interval():
    readings = [
        Reading(f"p{n % 15:02}", {"a": CLASSES[n % 3], "b": CLASSES[(n * n) % 3], "c": CLASSES[(n // 5) % 3]})
        for n in range(90)
    ]
    forwards, backwards = (ratings_of(readings, order) for order in (["a", "b", "c"], ["c", "b", "a"]))
    for measure in MEASURES:
        first, second = measure(forwards), measure(backwards)
        assert (first.low, first.high) == pytest.approx((second.low, second.high), abs=1e-6)
