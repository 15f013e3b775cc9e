"""What a lane brings after a study was closed is dropped."""

from eegview.ui.window.study_scope import StudyScope


def test_a_callback_does_nothing_once_the_study_is_closed(qapp) -> None:
    scope, brought = StudyScope(), []
    report = scope.while_open(brought.append)
    report("while open")
    scope.end()
    report("too late")
    assert brought == ["while open"]
