"""What the page of brief movements in series says of home clips: it is what was measured, and it comes out again."""

import pytest
from home_film.figures import FILE, Judged, judged_in, pooled_text, rate_text, read_judged, tables
from home_film.infants import infants
from home_film.judging import FIRST_SEED, N_INFANTS, evidence_text, judged_anew
from hypothesis import given
from hypothesis import strategies as st

from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import shipped_folder

PLUGIN = shipped_folder() / "movement_series"
HELD, CLIPS = read_judged()
WITHIN_S, WITHIN_SCORE = 0.11, 0.02  # a picture, of which other processors may make another one the first


def test_the_page_says_what_was_measured():
    assert tables(HELD, CLIPS) in (PLUGIN / "page.md").read_text(encoding="utf-8")


def test_the_window_says_what_was_measured():
    assert evidence_text(HELD, CLIPS) in (PLUGIN / "plugin.toml").read_text(encoding="utf-8")


def test_it_was_this_version_that_was_measured():
    manifest = read_manifest(PLUGIN)
    assert (manifest.detector_id, manifest.version) == (HELD["detector"], HELD["version"])


def test_only_infants_were_measured_whom_it_was_not_set_up_on():
    chosen = set(infants(FIRST_SEED, N_INFANTS))
    assert {one.seed for one in CLIPS} <= chosen
    assert min(chosen) > 5200
    assert max(chosen) < 5300  # set up on 4001 to 4104 and 5301 to 5306
    assert len({one.seed for one in CLIPS if one.kind not in ("series", "quiet")}) >= 20
    assert FILE.stat().st_size < 200_000


@pytest.mark.parametrize(("place", "kind", "filmed"), [(0, "series", "standing"), (1, "series", "dark")])
def test_a_clip_that_is_drawn_again_gives_the_same(place: int, kind: str, filmed: str):
    seed = sorted({one.seed for one in CLIPS})[place]
    (was,) = (one for one in CLIPS if (one.seed, one.kind, one.filmed) == (seed, kind, filmed))
    assert same(was, judged_anew(seed, kind, filmed))


def test_a_mimic_that_is_drawn_again_gives_the_same():
    was = next(one for one in CLIPS if one.kind not in ("series", "quiet") and one.series)
    assert same(was, judged_anew(was.seed, was.kind, was.filmed))


def same(was: Judged, now: Judged) -> bool:
    assert (now.length_s, now.lost, now.spasms_s) == (was.length_s, was.lost, was.spasms_s)
    for old, new in ((was.series, now.series), (was.members, now.members)):
        assert len(old) == len(new)
        for before, after in zip(old, new, strict=True):
            assert after[:2] == pytest.approx(before[:2], abs=WITHIN_S)
            assert after[2] == pytest.approx(before[2], abs=WITHIN_SCORE)
    return True


def clip(**changed) -> Judged:
    plain = {"seed": 1, "kind": "series", "filmed": "hand", "length_s": 45.0, "lost": [0, 449],
             "spasms_s": [[8, 10, False], [20, 22, True], [30, 32, False]], "series": [], "members": []}  # fmt: skip
    return judged_in(plain | changed)


def test_a_member_is_right_where_it_meets_a_spasm_and_a_subtle_one_is_not_asked_for():
    one = clip(series=[[8, 31, 0.4]], members=[[8.5, 9, 0.6], [15, 16, 0.6], [20.5, 21, 0.6], [33, 34, 0.6]])
    assert one.spasms_proposed == (1, 2)
    assert one.members_right == (2, 4)
    assert one.found(one.series)
    assert not one.found(one.shown)


def test_of_too_little_film_no_rate_is_told():
    assert "too few to say" in rate_text([0, 1, 0], 0.4)
    assert "too few" not in rate_text([0, 1, 0], 0.5)
    assert rate_text([0, 0, 0], 0.5).startswith("0 in 30 min: 0.0 [0–7]")


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda pair: (min(pair), max(pair))), min_size=2))
def test_a_share_of_several_infants_lies_in_its_interval(pairs):
    text = pooled_text(pairs)
    k, n = (sum(pair[place] for pair in pairs) for place in (0, 1))
    if not n:
        assert text == "–"
        return
    assert text.startswith(f"{k}/{n} = {k / n:.2f} [")
    if not text.endswith("[–]"):
        low, high = (float(bound) for bound in text.split("[")[1].rstrip("]").split("–"))
        assert low - 0.006 <= k / n <= high + 0.006
