"""The card of the tour stands beside what it is about, inside of the window."""

from hypothesis import given
from hypothesis import strategies as st

from eegview.app.tour.placing import Box, arrow_px, place_card

ROOM = Box(8, 40, 1264, 700)
CARD = 360, 220


def test_beside_the_page_it_stands_over_the_sidebar() -> None:
    page = Box(0, 90, 780, 530)
    card = place_card(ROOM, page, *CARD)
    assert card.x_px > page.right_px
    assert ROOM.holds(card)
    (start_px, tip_px) = arrow_px(card, page) or ((0, 0), (0, 0))
    assert start_px[0] == card.x_px
    assert tip_px[0] == page.right_px


def test_a_field_above_the_page_has_it_below() -> None:
    field = Box(12, 60, 250, 27)
    card = place_card(ROOM, field, *CARD)
    assert card.y_px > field.bottom_px
    assert ROOM.holds(card)


def test_without_a_target_it_stands_in_a_corner() -> None:
    card = place_card(ROOM, None, *CARD)
    assert (card.right_px, card.bottom_px) == (ROOM.right_px, ROOM.bottom_px)


def test_where_no_side_has_room_it_covers_little() -> None:
    assert place_card(ROOM, Box(0, 0, 1280, 760), *CARD).overlap_px2(Box(0, 0, 1280, 760)) <= CARD[0] * CARD[1]
    card = place_card(ROOM, Box(100, 40, 1100, 700), *CARD)
    assert ROOM.holds(card)


@given(st.integers(0, 1100), st.integers(40, 600), st.integers(10, 400), st.integers(10, 400))
def test_it_never_covers_what_leaves_room_for_it(x_px: int, y_px: int, width_px: int, height_px: int) -> None:
    target = Box(x_px, y_px, width_px, height_px)
    card = place_card(ROOM, target, *CARD)
    assert ROOM.holds(card)
    fits_beside = max(target.x_px - ROOM.x_px, ROOM.right_px - target.right_px) >= CARD[0] + 14
    fits_below = max(target.y_px - ROOM.y_px, ROOM.bottom_px - target.bottom_px) >= CARD[1] + 14
    if fits_beside or fits_below:
        assert card.overlap_px2(target) == 0
        assert arrow_px(card, target) is not None
