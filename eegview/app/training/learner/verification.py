"""The check of a learner's records: whether each line is the one that was written."""

from dataclasses import dataclass

from eegview.app.training.learner.record_lines import BODY_AT, HASH_LENGTH, link
from eegview.model.issue import Issue


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of the chain found.

    n : lines
    first_broken : number of the first line (from 1) that does not follow from those before; None = the chain is whole
    """

    n: int
    first_broken: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.first_broken is None

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What is to be told; nothing where the chain is whole."""
        if self.is_whole:
            return ()
        sentence = (
            f"Line {self.first_broken} of {self.n} of the answers was changed after it was written, or lines before it "
            "are missing."
        )
        return (Issue("answers_altered", sentence),)


def verify_lines(lines: list[bytes]) -> Verification:
    """Check the chain of a file's lines."""
    last = b""
    for number, line in enumerate(lines, 1):
        body = line[BODY_AT:]
        if line[:HASH_LENGTH] != link(last, body) or line[HASH_LENGTH:BODY_AT] != b" ":
            return Verification(len(lines), number)
        last = line[:HASH_LENGTH]
    return Verification(len(lines))
