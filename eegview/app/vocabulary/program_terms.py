"""The terms that the program itself goes by, and the ids that no vocabulary may give a term."""

from eegview.model.audit import AUDIT_TERM
from eegview.model.opinion import OPINION_TERM
from eegview.model.scoring.terms import SCORING_TERMS
from eegview.model.signature import SIGNATURE_TERM
from eegview.model.study.records import STUDY_TERMS
from eegview.model.suggestion.judgement import JUDGEMENT_TERM
from eegview.model.suggestion.run_record import RUN_TERM
from eegview.model.sync import SYNC_TERM

# Counts, clusters, scores, stages, reports, training and the detectors that came with the program look for marks of
# these. A vocabulary of one's own without one of them has no such marks; a test reads the code for their ids.
PROGRAM_TERMS = frozenset(
    {"spasm", "cluster_start", "cluster_end", "push_button", "seizure", "mimic"}
    | {"hypsarrhythmia", "electrodecrement", "burst_suppression", "spike_focus"}
    | {"grouped_multifocal_spikes", "paroxysmal_voltage_attenuation", "high_amplitude_channel"}
    | {"sleep_stage", "arousal", "spindles", "artifact", "movement", "care", "medication", "note"}
)

# Questions whose answers the program computes with: hypnograms, scores, statistics and the doubt in imported texts know
# the values that came with it, and would pass over another one.
PROGRAM_QUESTIONS = frozenset({"stage", "presence", "certainty", "state"})

# What a study remembers beside its marks stands in the same log under these; no reviewer marks with them.
RESERVED_TERMS = frozenset(
    STUDY_TERMS | SCORING_TERMS | {AUDIT_TERM, JUDGEMENT_TERM, OPINION_TERM, RUN_TERM, SIGNATURE_TERM, SYNC_TERM}
)
