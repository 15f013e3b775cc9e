"""What is said of the page of a study that is film alone."""

from eegview.app.film.clip_texts import ClipText
from eegview.app.film.spoken_page import film_page_text
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.display.view import ViewState
from eegview.model.time.clock import elapsed_text

VOCABULARY = load_vocabulary(built_in_only=True)
SPASM = Annotation("a", "spasm", 23.0, 1.0, attributes=(("movement", "flexor"),), layer="me")
VIEW = ViewState(start_s=15.0, page_s=15.0, cursor_s=20.0)


def clock(time_s: float) -> str:
    return elapsed_text(time_s, 0)


def test_a_page_of_film_names_the_clip_and_its_rows_and_nothing_of_eeg() -> None:
    clip = ClipText(2, "2 of 3", "1 Mar 2026 07:16", "time in the file name", False)
    text = film_page_text(VIEW, clip, ("Movement, a.u.", "Sound, dBFS"), (SPASM,), VOCABULARY, clock)
    assert text == (
        "Clip 2 of 3, filmed 1 Mar 2026 07:16. Time in the file name. Page 00:00:15 to 00:00:30, 15 seconds. "
        "Cursor at 00:00:20. Movement, a.u.; Sound, dBFS. 1 mark: Spasm at 00:00:23, 1 second, Flexor."
    )
