"""The head map, given fields."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from eegview.app.page.head_field import HeadField, field_of
from eegview.app.themes import Theme, load_themes
from eegview.ui.widgets.head_map import HeadMap

RING = tuple("Fp1 Fp2 F7 F8 T7 T8 P7 P8 O1 O2 Cz".split())  # noqa: SIM905


def field(names: tuple[str, ...], values: list[float], unit: str = "µV") -> HeadField:
    found = field_of(names, np.array(values), 1.0, unit)
    assert found is not None
    return found


@pytest.fixture(params=["paper", "night", "high_contrast"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return next(theme for theme in load_themes() if theme.theme_id == request.param)


def test_electrodes_below_the_ring_are_whole(theme: Theme, qtbot: QtBot) -> None:
    head = HeadMap(theme)
    qtbot.addWidget(head)
    head.resize(200, 200)
    names = (*RING, "FT9", "FT10")
    head.show_field(field(names, [0.0] * 11 + [80.0, -80.0]))
    picture = head.grab().toImage()
    edge = {picture.pixelColor(x, y).name() for y in range(200) for x in (0, 199)}
    assert len(edge) == 1  # the signs of both ends lie within


def test_a_field_of_another_unit_is_told_in_it(qtbot: QtBot) -> None:
    head = HeadMap(load_themes()[0])
    qtbot.addWidget(head)
    assert head.shade_text == ""
    head.show_field(field(RING, [6.0, -6.0, *[0.0] * 9], "dB"))
    assert head.shade_text.endswith(" dB")
    assert head.toolTip() == "least at Fp2, −6.0 dB; most at Fp1, +6.0 dB"
    head.show_field(field(RING, [120.0, -120.0, *[0.0] * 9]))
    assert head.shade_text.startswith("one shade is 2")
    assert head.toolTip().startswith("most negative at Fp2, −120 µV")


def test_a_flat_power_stays_pale(qtbot: QtBot) -> None:
    theme = load_themes()[0]
    head = HeadMap(theme)
    qtbot.addWidget(head)
    head.resize(200, 200)
    head.show_field(field(RING, [0.02, -0.02, *[0.0] * 9], "dB"))
    assert head.grab().toImage().pixelColor(90, 130) == QColor(theme.page)
