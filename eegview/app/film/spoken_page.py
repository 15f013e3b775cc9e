"""What a screen reader says of the page of a study that is film alone."""

from collections.abc import Sequence

from eegview.app.film.clip_texts import ClipText
from eegview.app.review.spoken import TimeText, marks_part, place_parts, sentences
from eegview.model.annotation import Annotation
from eegview.model.display.view import ViewState
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary


def film_page_text(
    view: ViewState,
    clip: ClipText | None,
    rows: Sequence[str],
    marks: Sequence[Annotation],
    vocabulary: Vocabulary,
    time_text: TimeText,
) -> str:
    """Return what is on the page of a study that is film alone.

    clip : the one on the page, None where there is none
    rows : each with its unit: "Movement, a.u."
    """
    parts = place_parts(view, time_text)
    if clip is not None:
        parts.insert(0, tr("Clip {clip}, filmed {filmed}", clip=clip.clip, filmed=clip.filmed))
        parts.insert(1, clip.source.rstrip("."))
    parts.append("; ".join(rows) if rows else tr("No rows are measured yet"))
    return sentences([*parts, marks_part(marks, vocabulary, time_text)])
