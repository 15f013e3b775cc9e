"""The answer that is being given: chosen so far, not committed."""

from dataclasses import dataclass

from eegview.model.text.language import tr
from eegview.model.training.question import ONSET, Question

FINE_S, STEP_S = 0.01, 0.1


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What the learner has chosen so far; confidence 0 = none."""

    value: str = ""
    confidence: int = 0
    onset_s: float | None = None

    def lacks(self, question: Question) -> str:
        """Return what is still to be said, a sentence; "" where the answer is complete."""
        if question.kind == ONSET and self.onset_s is None:
            return tr("Place the onset: click on the page, or press → or ←.")
        if question.kind != ONSET and not self.value:
            keys = [option.key.upper() for option in question.options]
            return (
                tr("Choose an answer: {keys} to {keys_2}.", keys=keys[0], keys_2=keys[-1])
                if keys
                else tr("There is nothing to choose.")
            )
        return "" if self.confidence else tr("How sure are you? 1 to 5.")

    @property
    def is_begun(self) -> bool:
        return bool(self.value) or self.confidence > 0 or self.onset_s is not None
