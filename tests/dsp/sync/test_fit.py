"""Laws of the line between camera and EEG."""

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from eegview.dsp.sync.fit import MAX_DRIFT_PPM, fit_anchors
from eegview.model.errors import UsageError
from eegview.model.film.video import SyncMap
from eegview.model.sync import Anchor, SyncFit, SyncLevel

FRAME_S = 0.040
DAY_S = 86_400.0

OFFSETS_S = st.floats(-1e4, 1e4)
DRIFTS_PPM = st.floats(-250, 250)
# whole tenths of a second over a day: any two differ by enough to be two instants
VIDEO_TIMES_S = st.integers(0, 864_000).map(lambda tenths: tenths / 10)


def spread_times(least: int, most: int) -> st.SearchStrategy[list[float]]:
    """Return lists of different video times that reach over ten seconds or more."""
    times = st.lists(VIDEO_TIMES_S, min_size=least, max_size=most, unique=True)
    return times.filter(lambda found: max(found) - min(found) >= 10)


def exact(video_s: float, line: SyncMap) -> Anchor:
    return Anchor(video_s, line.to_recording_s(video_s))


def worst_error_s(fit: SyncFit, line: SyncMap, until_s: float = DAY_S) -> float:
    times_s = np.linspace(0, until_s, 200)
    return max(abs(fit.sync.to_recording_s(float(t)) - line.to_recording_s(float(t))) for t in times_s)


@given(OFFSETS_S, DRIFTS_PPM, spread_times(2, 8))
def test_exact_anchors_give_their_line(offset_s: float, drift_ppm: float, times_s: list[float]) -> None:
    line = SyncMap(offset_s, drift_ppm)
    fit = fit_anchors([exact(t, line) for t in times_s])
    assert fit.outliers == ()
    assert fit.n_used == len(times_s)
    assert fit.worst_residual_ms < 1e-3
    assert fit.level is SyncLevel.OK
    assert max(abs(fit.sync.to_recording_s(t) - line.to_recording_s(t)) for t in times_s) < 1e-6


@given(OFFSETS_S, DRIFTS_PPM, spread_times(2, 8), VIDEO_TIMES_S)
def test_one_more_exact_anchor_changes_nothing(offset_s, drift_ppm, times_s: list[float], more_s: float) -> None:
    line = SyncMap(offset_s, drift_ppm)
    anchors = [exact(t, line) for t in times_s]
    before, after = fit_anchors(anchors), fit_anchors([*anchors, exact(more_s, line)])
    for t in (min(times_s), max(times_s)):
        assert before.sync.to_recording_s(t) == pytest.approx(after.sync.to_recording_s(t), abs=1e-6)


@given(OFFSETS_S, DRIFTS_PPM, spread_times(1 + 1, 9), st.randoms(), st.data())
def test_the_order_of_anchors_does_not_matter(offset_s, drift_ppm, times_s, chance, data) -> None:
    line = SyncMap(offset_s, drift_ppm)
    off_s = data.draw(st.lists(st.floats(-0.05, 0.05), min_size=len(times_s), max_size=len(times_s)))
    anchors = [Anchor(t, line.to_recording_s(t) + e) for t, e in zip(times_s, off_s, strict=True)]
    shuffled = list(anchors)
    chance.shuffle(shuffled)
    one, other = fit_anchors(anchors), fit_anchors(shuffled)
    assert one.sync == other.sync
    assert {anchors[i] for i in one.outliers} == {shuffled[i] for i in other.outliers}
    assert one.uncertainty_s(1000) == other.uncertainty_s(1000)


@given(OFFSETS_S, st.floats(-900, 900), spread_times(2, 6), VIDEO_TIMES_S, VIDEO_TIMES_S)
def test_time_goes_forward_and_there_and_back(offset_s, drift_ppm, times_s, one_s: float, other_s: float) -> None:
    sync = fit_anchors([exact(t, SyncMap(offset_s, drift_ppm)) for t in times_s]).sync
    assert sync.to_video_s(sync.to_recording_s(one_s)) == pytest.approx(one_s, abs=1e-6)
    if one_s < other_s:
        assert sync.to_recording_s(one_s) < sync.to_recording_s(other_s)


@given(
    OFFSETS_S,
    DRIFTS_PPM,
    st.integers(0, 4),
    st.floats(0.5, 1e4) | st.floats(-1e4, -0.5),
    st.lists(st.floats(-0.02, 0.02), min_size=5, max_size=5),
)
def test_one_gross_outlier_among_five_does_not_matter(offset_s, drift_ppm, which, off_s, jitter_s) -> None:
    line = SyncMap(offset_s, drift_ppm)
    times_s = (120.0, 410.0, 800.0, 1290.0, 1700.0)
    anchors = [Anchor(t, line.to_recording_s(t) + e) for t, e in zip(times_s, jitter_s, strict=True)]
    without = fit_anchors([anchor for number, anchor in enumerate(anchors) if number != which])
    anchors[which] = Anchor(times_s[which], anchors[which].eeg_s + off_s)
    fit = fit_anchors(anchors)
    assert fit.outliers == (which,)
    assert fit.sync.offset_s == pytest.approx(without.sync.offset_s, abs=1e-9)
    assert fit.sync.drift_ppm == pytest.approx(without.sync.drift_ppm, abs=1e-6)
    assert abs(fit.residuals_ms[which]) > 400
    assert fit.worst_residual_ms < 60


@pytest.mark.parametrize("drift_ppm", [-200.0, -12.0, 0.0, 50.0, 200.0])
def test_three_anchors_over_a_day_give_every_time_to_under_a_frame(drift_ppm: float) -> None:
    rng = np.random.default_rng(7)
    line = SyncMap(12.345, drift_ppm)
    for _ in range(40):
        times_s = np.array([1800.0, 43_000.0, 84_000.0]) + rng.uniform(-600, 600, 3)
        marked = [
            Anchor(t, line.to_recording_s(t) + e) for t, e in zip(times_s, rng.uniform(-0.02, 0.02, 3), strict=True)
        ]
        assert worst_error_s(fit_anchors(marked), line) < FRAME_S


def test_one_anchor_gives_an_offset_and_a_band_that_grows() -> None:
    fit = fit_anchors([Anchor(5.0, 12.5)])
    assert fit.sync.offset_s == 7.5
    assert fit.sync.drift_ppm == 0
    assert not fit.is_drift_fitted
    at, hour_later = fit.uncertainty_s(12.5), fit.uncertainty_s(3612.5)
    assert 0.03 < at < 0.08
    assert hour_later - at == pytest.approx(3600 * 200e-6)
    assert fit.level is SyncLevel.OK
    assert fit.level_at(600.0) is SyncLevel.WARN
    assert fit.level_at(3612.5) is SyncLevel.REFUSE


@given(OFFSETS_S, st.floats(-200, 200), st.floats(0, 3600), st.floats(0, DAY_S))
def test_the_band_of_one_anchor_holds_a_poor_camera_clock(
    offset_s, drift_ppm: float, at_s: float, then_s: float
) -> None:
    line = SyncMap(offset_s, drift_ppm)
    fit = fit_anchors([exact(at_s, line)])
    eeg_s = line.to_recording_s(then_s)
    assert abs(fit.sync.to_recording_s(then_s) - eeg_s) <= fit.uncertainty_s(eeg_s)


@given(spread_times(2, 8).filter(lambda found: max(found) - min(found) > 100), st.floats(0, 1e5), st.floats(1, 1e4))
def test_the_band_never_narrows_on_the_way_from_the_anchors(times_s, away_s: float, more_s: float) -> None:
    fit = fit_anchors([Anchor(t, t) for t in times_s])
    for sign in (-1, 1):
        near, far = fit.centre_s + sign * away_s, fit.centre_s + sign * (away_s + more_s)
        assert fit.uncertainty_s(far) >= fit.uncertainty_s(near) > 0


def test_the_band_holds_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    line = SyncMap(3.0, 80.0)
    n_held, n_asked = 0, 0
    for _ in range(150):
        times_s = rng.uniform(0, 7200, rng.integers(2, 7))
        if np.ptp(times_s) < 600:
            continue
        fit = fit_anchors(
            [Anchor(t, line.to_recording_s(t) + e) for t, e in zip(times_s, rng.normal(0, 0.02, 7), strict=False)]
        )
        for asked_s in (0.0, 3600.0, 9000.0):
            n_asked += 1
            truth_s = line.to_recording_s(asked_s)
            n_held += abs(fit.sync.to_recording_s(asked_s) - truth_s) <= fit.uncertainty_s(truth_s)
    assert n_asked > 300
    assert n_held / n_asked > 0.93


def test_a_close_group_does_not_outvote_the_anchor_that_tells_the_rate() -> None:
    line = SyncMap(3.0, 50.0)
    group = zip((0.0, 0.5, 1.0, 2.0), (0.02, -0.02, 0.015, -0.01), strict=True)
    anchors = [*(Anchor(t, line.to_recording_s(t) + e) for t, e in group), exact(3600.0, line)]
    fit = fit_anchors(anchors)
    assert fit.outliers == ()
    assert fit.sync.drift_ppm == pytest.approx(50, abs=10)


def test_anchors_too_close_to_tell_the_rate_give_the_offset_and_say_so() -> None:
    fit = fit_anchors([Anchor(100.0, 110.0), Anchor(110.0, 120.03)])
    assert fit.sync.drift_ppm == 0
    assert fit.sync.offset_s == pytest.approx(10.015)
    assert "too close together" in fit.notes[0]


def test_a_film_of_another_frame_rate_is_followed_and_told() -> None:
    fit = fit_anchors([exact(t, SyncMap(2.0, 1001.0)) for t in (0.0, 300.0, 900.0)])
    assert fit.sync.drift_ppm == pytest.approx(1001.0, abs=1e-3)
    assert "unusual" in fit.notes[0]


def test_disagreeing_anchors_are_refused_for_confirming() -> None:
    fit = fit_anchors([Anchor(0, 0), Anchor(600, 601.2), Anchor(1200, 1200)])
    assert fit.worst_residual_ms > 250
    assert fit.level is SyncLevel.REFUSE


@pytest.mark.parametrize(
    ("anchors", "said"),
    [
        ([], "no anchor"),
        ([Anchor(5, 5), Anchor(5, 9)], "within one second"),
        ([Anchor(5, 5), Anchor(5.5, 5.4), Anchor(5.2, 5.1)], "within one second"),
        ([Anchor(0, 0), Anchor(100, 0)], "100 % off"),
        ([Anchor(0, 100), Anchor(100, 0)], "200 % off"),
        ([Anchor(0, 5), Anchor(10, 5), Anchor(20, 5)], "No two of the anchors"),
        ([Anchor(0, float("nan"))], "not a number"),
        ([Anchor(float("inf"), 0), Anchor(1, 2)], "not a number"),
    ],
)
def test_anchors_without_sense_are_refused_in_a_sentence(anchors: list[Anchor], said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        fit_anchors(anchors)
    assert refused.value.advice.endswith(".")


@example([Anchor(0.0, 1.0), Anchor(1.0, 0.0), Anchor(5e-324, 0.0)])
@given(st.lists(st.builds(Anchor, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=7))
def test_whatever_is_given_there_is_a_line_or_a_sentence(anchors: list[Anchor]) -> None:
    try:
        fit = fit_anchors(anchors)
    except UsageError:
        return
    assert abs(fit.sync.drift_ppm) <= MAX_DRIFT_PPM
    assert np.isfinite([fit.sync.offset_s, fit.sigma_s, fit.uncertainty_s(0.0), *fit.residuals_ms]).all()
    assert fit.n_used + len(fit.outliers) == len(anchors)


def test_many_anchors_with_a_third_of_them_wrong() -> None:
    rng = np.random.default_rng(5)
    line = SyncMap(-4.0, 120.0)
    times_s = np.sort(rng.uniform(0, 36_000, 90))
    off_s = np.where(np.arange(90) % 3 == 0, rng.uniform(1, 50, 90), rng.normal(0, 0.02, 90))
    fit = fit_anchors([Anchor(t, line.to_recording_s(t) + e) for t, e in zip(times_s, off_s, strict=True)])
    assert set(fit.outliers) == set(range(0, 90, 3))
    assert worst_error_s(fit, line, 36_000) < 0.02


@st.composite
def wrong_among_right(draw: st.DrawFn) -> tuple[SyncMap, list[Anchor], set[int]]:
    """Return a line, anchors of an hour with jitter, and which are wrong: fewer than half, no two on one camera clock.

    Within an hour a clock within 300 ppm moves by 1.08 s: offsets 3 s apart and more can lie on no common line.
    """
    line = SyncMap(draw(OFFSETS_S), draw(DRIFTS_PPM))
    n = draw(st.integers(4, 12))
    wrong = draw(st.sets(st.integers(0, n - 1), max_size=(n - 1) // 2))
    times_s = draw(st.lists(st.integers(0, 36_000), min_size=n, max_size=n, unique=True))
    right_s = [time for number, time in enumerate(times_s) if number not in wrong]
    assume(max(right_s) - min(right_s) > 6000)  # ten minutes: the right ones tell the rate
    off_s = draw(st.lists(st.integers(-300, 300).filter(bool), min_size=n, max_size=n, unique=True))
    jitter_s = draw(st.lists(st.floats(-0.02, 0.02), min_size=n, max_size=n))
    anchors = [
        Anchor(t / 10, line.to_recording_s(t / 10) + jitter_s[i] + (3.0 * off_s[i] if i in wrong else 0.0))
        for i, t in enumerate(times_s)
    ]
    return line, anchors, wrong


@given(wrong_among_right())
def test_fewer_wrong_than_right_do_not_matter(made: tuple[SyncMap, list[Anchor], set[int]]) -> None:
    line, anchors, wrong = made
    fit = fit_anchors(anchors)
    assert set(fit.outliers) == wrong
    assert fit.notes == ()
    assert fit.worst_residual_ms < 60
    right = [anchor for number, anchor in enumerate(anchors) if number not in wrong]
    assert max(abs(fit.sync.to_recording_s(a.video_s) - line.to_recording_s(a.video_s)) for a in right) < 0.05


@pytest.mark.parametrize(
    ("times_s", "off_s"),
    [
        ((10, 400, 900, 1300, 1750), (0, 5.0, 0, -3.0, 0)),
        ((10, 400, 900, 1300, 1750), (4.0, 4.2, 0, 0, 0)),  # the wrong ones nearly agree
        ((5, 300, 600, 900, 1200, 1500, 1800), (7.0, 0, -9.0, 0, 30.0, 0, 0)),
        ((5, 300, 600, 900, 1200, 1500, 1800), (1.2, 0, -1.4, 0, 2.6, 0, 0)),
    ],
)
def test_two_wrong_of_five_and_three_of_seven(times_s: tuple[float, ...], off_s: tuple[float, ...]) -> None:
    line = SyncMap(12.5, 120.0)
    fit = fit_anchors([Anchor(t, line.to_recording_s(t) + e) for t, e in zip(times_s, off_s, strict=True)])
    assert set(fit.outliers) == {number for number, e in enumerate(off_s) if e}
    assert fit.sync.offset_s == pytest.approx(12.5, abs=1e-6)
    assert fit.sync.drift_ppm == pytest.approx(120.0, abs=1e-3)
    assert fit.level is SyncLevel.OK


@pytest.mark.parametrize(
    ("off_s", "said"),
    [
        ((0, 5.0, -8.0, 0), "more than half"),
        ((0, 5.0, -8.0, 0, 20.0, -31.0), "more than half"),
        ((0, 0, 6.0, 6.0), "more than half"),
        ((0, 7.5, -9.0, 13.0, 31.0), "more than half"),
    ],
)
def test_anchors_that_do_not_agree_say_so_and_are_refused(off_s: tuple[float, ...], said: str) -> None:
    line = SyncMap(2.0, 50.0)
    times_s = (0, 310, 620, 930, 1240, 1550)
    fit = fit_anchors([Anchor(t, line.to_recording_s(t) + e) for t, e in zip(times_s, off_s, strict=False)])
    assert said in fit.notes[0]
    assert fit.outliers == ()
    assert fit.level is SyncLevel.REFUSE


def test_two_lines_that_hold_as_many_are_told() -> None:
    """Anchor 3 lies on both: 1, 2, 3 on one clock, 3, 4, 5 on another."""
    one, other = SyncMap(10.0, 200.0), SyncMap(10.0 + 10_000 * 450e-6, -250.0)
    times_s = (0.0, 4_000.0, 10_000.0, 16_000.0, 20_000.0)
    anchors = [exact(t, one if number < 3 else other) for number, t in enumerate(times_s)]
    fit = fit_anchors(anchors)
    assert "two lines" in fit.notes[0]
    assert fit.level is SyncLevel.REFUSE
