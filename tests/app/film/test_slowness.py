"""A typed speed moves what a reader said of marks along with them."""

from datetime import UTC, datetime

from made_studies.clip_study import film_recording

from eegview.app.film.slowness import slowness_act
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.study.records import RESEMBLES_TERM, study_record
from eegview.model.study.resemblance import Resemblance, held_resemblance, resemblances_of

FILM = film_recording(Span(0.0, 80.0))


def test_a_link_moves_with_its_mark():
    said = held_resemblance(Resemblance("m", 40.0))
    link = study_record(RESEMBLES_TERM, "m", "2026-03-01T00:00:00+00:00", said, "Ada")
    mark = Annotation("m", "spasm", 40.0, 1.0, layer="Ada")
    act = slowness_act(FILM, [mark, link], FILM.clips[0].fingerprint, 8.0, "Ada", datetime(2026, 3, 2, tzinfo=UTC))
    after = [change.after for change in act.changes if change.after is not None]
    assert [one.at_s for one in resemblances_of(after)] == [5.0]
    assert act.n_moved == 1
