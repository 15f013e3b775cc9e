import pytest

from eegview.readers.placing import placed
from eegview.readers.stored_segment import StoredSegment


@pytest.mark.parametrize("early_samples", [-1.9, -0.4, 0.0, 0.7, 1.9])
def test_a_break_of_less_than_two_samples_is_none(early_samples: float) -> None:
    stored, issues = placed([(0, 0.0), (1000, (1000 + early_samples) / 200)], 3000, 200.0)
    assert stored == (StoredSegment(0, 3000, 0.0),)
    assert not issues


@pytest.mark.parametrize("pause_samples", [2.0, 3.0, 2000.0])
def test_a_break_of_two_samples_is_one(pause_samples: float) -> None:
    stored, issues = placed([(0, 0.0), (1000, (1000 + pause_samples) / 200)], 3000, 200.0)
    assert [(part.first, part.start_s) for part in stored] == [(0, 0.0), (1000, (1000 + pause_samples) / 200)]
    assert not issues


def test_small_delays_do_not_add_up_unseen() -> None:
    starts: list[tuple[int, float | None]] = [
        (1000 * number, 1000 * number / 200 + number * 1.5 / 200) for number in range(9)
    ]
    stored, _issues = placed(starts, 9000, 200.0)
    for sample, time_s in starts:
        part = max((part for part in stored if part.first <= sample), key=lambda part: part.first)
        assert part.start_s + (sample - part.first) / 200 == pytest.approx(time_s, abs=2 / 200)
