"""What is said of a copy on its way."""

from eegview.app.film_export.desk import FilmFacts
from eegview.app.film_export.draft import ExportDraft
from eegview.app.film_export.points import faces_of
from eegview.model.film.export.choice import Faces
from eegview.model.film.export.face import Following
from eegview.model.text.language import tr, tr_n
from eegview.model.time.clock import elapsed_text


def hint_text(draft: ExportDraft, face: int) -> str:
    """Return what to do about a face."""
    if face not in faces_of(draft.points):
        return tr("Draw an ellipse around the whole head, in a picture where it is seen well.")
    return tr("Look at the whole film. Where the ellipse leaves the head, draw it again; it is followed from there.")


def state_text(draft: ExportDraft) -> str:
    """Return how well the faces were followed, "" before."""
    if draft.followed is None:
        return ""
    followed = tr("Followed in {share} % of the pictures.", share=f"{100 * draft.share_of(Following.FOLLOWED):.0f}")
    lines = [followed]
    if lost_s := draft.seconds_of(Following.LOST):
        lines.append(tr("Lost for {seconds} s: there the whole frame is covered.", seconds=f"{lost_s:.1f}"))
    if poor_s := draft.seconds_of(Following.DRIFTING):
        lines.append(tr("Followed poorly for {seconds} s: look closely there.", seconds=f"{poor_s:.1f}"))
    return "\n".join(lines)


def missing_text(draft: ExportDraft) -> str:
    """Return what is still to be done before the copy can be written."""
    if draft.faces is None:
        return tr("Say what happens to faces.")
    if draft.faces is Faces.FOLLOWED and not any(point.ellipse for point in draft.points):
        return tr("Draw an ellipse around a head.")
    if draft.faces is Faces.FOLLOWED and draft.followed is None:
        return tr("Being followed. Of a long film choose a part first.")
    if draft.voice is None:
        return tr("Say what happens to the sound.")
    if unseen_s := draft.unseen_s:
        return tr_n(
            "{n} second of the copy is still to be looked at.",
            "{n} seconds of the copy are still to be looked at.",
            unseen_s,
        )
    seen, n = int(draft.looked[draft.first : draft.stop].sum()), draft.stop - draft.first
    if seen == n:
        return tr("Every picture of the copy was on the screen.")
    return tr(
        "Of every second of the copy a picture was on the screen: {seen} of {n} pictures. "
        "What was between them was not looked at; step through doubtful places.",
        seen=seen,
        n=n,
    )


def where_text(facts: FilmFacts, frame: int) -> str:
    """Return which picture is shown, and when."""
    at_s = float(facts.pts_s[frame] - facts.pts_s[0])
    return tr("{time} · picture {number} of {n}", time=elapsed_text(at_s, 2), number=frame + 1, n=facts.n_frames)


def part_text(draft: ExportDraft) -> str:
    """Return from when to when the copy goes."""
    facts = draft.facts
    first_s = float(facts.pts_s[0])
    begin_s = float(facts.pts_s[draft.first]) - first_s
    stop_s = (facts.end_s if draft.stop >= facts.n_frames else float(facts.pts_s[draft.stop])) - first_s
    return f"{elapsed_text(begin_s, 2)} – {elapsed_text(stop_s, 2)}"
