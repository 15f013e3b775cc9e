"""How far reading of film alone can be trusted, with where each figure comes from."""

from dataclasses import dataclass

from eegview.model.text.language import tr


@dataclass(frozen=True, slots=True)
class AccuracyFigure:
    """One published figure on reading infants' films without EEG.

    text : what was found, in a sentence
    source : the publication, as it can be searched for
    """

    text: str
    source: str


def film_accuracy() -> tuple[AccuracyFigure, ...]:
    """Return what is published on how well people tell spasms from look-alikes on film."""
    return (
        AccuracyFigure(
            tr("112 clinicians: 63 % right on film alone, 68 % after teaching, 73 % with the history."),
            "abstract AAN 2023-004804",
        ),
        AccuracyFigure(
            tr("Experts on films of other hospitals found 56 % of the spasms (recall 0.56)."),
            "Ding, J Shanghai Jiaotong Univ (Sci), xuebao.sjtu.edu.cn 49294",
        ),
    )


def film_accuracy_line() -> str:
    """Return the sentence that stands wherever film alone is read."""
    return tr(
        "Film alone is hard to read: 112 clinicians were right in 63 %, after teaching in 68 %, "
        "with the history in 73 %; experts found 56 % of spasms on films of other hospitals."
    )


def film_accuracy_forms() -> tuple[str, ...]:
    """Return that sentence, and shorter ones of the same figures for windows that are too narrow for it."""
    return (
        film_accuracy_line(),
        tr("Film alone is hard: 63 % right (68 % after teaching, 73 % with the history); experts found 56 %."),
        tr("Film alone: 63 % right; experts found 56 %."),
    )


def film_accuracy_tip() -> str:
    """Return each figure with its source, one a line."""
    return "\n".join(f"{figure.text} [{figure.source}]" for figure in film_accuracy())
