"""The line of a hypnogram, from bouts and from epochs."""

import numpy as np

from eegview.app.page.hypnogram_course import course_of, course_of_codes
from eegview.clinical.hypnogram import hypnogram_of
from eegview.model.annotation import Annotation

NAMES = ("", "W", "N1", "N2", "N3", "R", "?")


def test_epochs_and_marks_give_the_same_line() -> None:
    codes = np.array([1, 1, 3, 0, 3, 6, 5, 5], np.int8)
    marks = [
        Annotation(str(k), "sleep_stage", 30.0 * k, 30.0 if k < 7 else 10.0, attributes=(("stage", NAMES[code]),))
        for k, code in enumerate(codes)
        if code
    ]
    for course in (course_of(hypnogram_of(marks)), course_of_codes(codes, NAMES, 30.0, 220.0)):
        assert course.starts_s.tolist() == [0.0, 60.0, 120.0, 180.0]
        assert course.stops_s.tolist() == [60.0, 90.0, 150.0, 220.0]
        assert course.levels.tolist() == [0, 3, 3, 1]
        assert course.stages == ("W", "N2", "N2", "R")


def test_nothing_staged_is_an_empty_line() -> None:
    assert len(course_of(hypnogram_of(()))) == 0
    assert len(course_of_codes(np.zeros(0, np.int8), NAMES, 30.0, 0.0)) == 0
    assert len(course_of_codes(np.zeros(4, np.int8), NAMES, 30.0, 120.0)) == 0
