"""The reserved terms of records that are evidence for a score; see `model.scoring.records`."""

# Not in any vocabulary: no reviewer marks with them.
BIN_TERM = "score_bin"
PAGE_TERM = "score_page"
ANSWER_TERM = "score_answer"
AMPLITUDE_TERM = "score_amplitude"
SHEET_TERM = "score_sheet"
SCORING_TERMS = frozenset({BIN_TERM, PAGE_TERM, ANSWER_TERM, AMPLITUDE_TERM, SHEET_TERM})
