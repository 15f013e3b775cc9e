"""What the strip and the panel say of the epoch that is on the page."""

from eegview.app.stage_texts import label, rules_text
from eegview.app.staging.staging import Staging
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary
from eegview.ui.staging.header import ShownStaging


def stage_name(stage: str, vocabulary: Vocabulary) -> str:
    """Return the name of a stage inside a sentence."""
    name = label(stage, vocabulary)
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def strip_texts(staging: Staging, age_months: float | None, vocabulary: Vocabulary) -> ShownStaging:
    """Return the texts of the strip."""
    epoch = f"{staging.current + 1:,} of {staging.grid.n_epochs:,}"
    if len(staging.run) > 1:
        epoch = f"{staging.run[0] + 1:,}–{staging.run[-1] + 1:,} chosen · {len(staging.run)} epochs"
    proposed = _proposed(staging, vocabulary)
    has_proposal = staging.shows_proposal and bool(staging.proposed(staging.current))
    here = " · ".join((_staged(staging, vocabulary), *([proposed.lower()] if has_proposal else [])))
    return ShownStaging(epoch, here, _proposal_state(staging), rules_text(age_months))


def page_text(staging: Staging, vocabulary: Vocabulary) -> str:
    """Return the same for a screen reader, with the epoch's number."""
    number, whole = staging.current + 1, staging.grid.n_epochs
    return tr(
        "Epoch {number:,} of {whole:,}. {staged}. {proposed}",
        number=number,
        whole=whole,
        staged=_staged(staging, vocabulary),
        proposed=_proposed(staging, vocabulary),
    )


def _staged(staging: Staging, vocabulary: Vocabulary) -> str:
    epochs, number = staging.epochs, staging.current
    stage, by_hand = epochs.stage(number), epochs.stage_by_hand(number)
    if not staging.is_recorded[number]:
        return tr("Gap: nothing was recorded")
    if stage:
        return label(stage, vocabulary) + (tr(" · unsure") if epochs.is_unsure(number) else "")
    return tr("{label} · marked off the grid", label=label(by_hand, vocabulary)) if by_hand else tr("Not staged")


def _proposed(staging: Staging, vocabulary: Vocabulary) -> str:
    if staging.proposal is None:
        return tr("No proposal")
    if not staging.shows_proposal:
        return tr("Proposal hidden")
    proposed = staging.proposed(staging.current)
    return (
        tr("Proposed: {stage_name}", stage_name=stage_name(proposed, vocabulary))
        if proposed
        else tr("Nothing proposed")
    )


def _proposal_state(staging: Staging) -> str:
    if staging.proposal is None:
        return "none"
    what = tr("sleep and wake only") if staging.proposal.is_sleep_and_wake_only else "stages"
    return tr("dimmed · {what}", what=what) if staging.shows_proposal else "hidden"
