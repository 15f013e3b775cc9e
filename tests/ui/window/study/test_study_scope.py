"""What lives as long as a study is let go with it."""

import pytest

from eegview.ui.window.study.study_scope import StudyScope


@pytest.mark.usefixtures("qapp")
def test_what_comes_after_the_end_runs_nothing() -> None:
    scope, done = StudyScope(), []
    act = scope.while_open(lambda text, n=1: done.append((text, n)))
    act("in time", n=2)
    scope.end()
    act("too late")
    assert done == [("in time", 2)]
    assert not scope.is_open
