"""Errors are copied where they are shown with the patient hidden."""

import pickle
from copy import copy
from traceback import format_exception

from eegview.app.library.refused_act import ActRefused
from eegview.model.errors import EegViewError, UsageError


def test_a_copy_holds_all_and_is_changed_alone() -> None:
    error = UsageError("Ann's file is empty.", "Choose another.")
    shown = copy(error)
    shown.sentence = "The file is empty."
    assert (error.sentence, shown.advice, type(shown)) == ("Ann's file is empty.", "Choose another.", UsageError)
    assert str(shown) == str(error)
    assert pickle.loads(pickle.dumps(error)).advice == "Choose another."


def test_an_error_of_more_arguments_is_copied_too() -> None:
    error: EegViewError = ActRefused("It was changed meanwhile.", "Look at it.", None)  # type: ignore[arg-type]
    shown = copy(error)
    assert isinstance(shown, ActRefused)
    assert (shown.sentence, shown.advice, shown.do_again) == (error.sentence, error.advice, None)


def test_python_shows_the_advice_under_the_sentence_and_a_copy_does_not() -> None:
    error = UsageError("Ann's file is empty.", "Choose another.")
    assert "".join(format_exception(error)).splitlines()[-1] == "Choose another."
    assert not hasattr(copy(error), "__notes__")
