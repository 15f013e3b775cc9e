"""How a learner's figures are written."""

from types import SimpleNamespace
from typing import cast

import pytest

from eegview.app.training.learner.figures import ExpertFigure, QuestionStatistics
from eegview.clinical.learning.figure import Figure
from eegview.ui.training.learner.texts import experts_value


@pytest.mark.parametrize(("values", "middle"), [((0.7, 0.9), 0.8), ((0.7, 0.75, 0.9), 0.75), ((), None)])
def test_the_middle_of_the_experts_is_their_median(values: tuple[float, ...], middle: float | None) -> None:
    experts = tuple(ExpertFigure("E", 20, Figure(value, None, None, 20, "")) for value in values)
    question = cast(QuestionStatistics, SimpleNamespace(experts=experts))
    found = experts_value(question)
    assert found == (None if middle is None else pytest.approx(middle))
