"""The day as of which tests tell a course, where none of what they ask depends on it."""

from datetime import date

from eegview.app.infant.study_reading import CountRules
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.model.treatment.as_of import AsOf

AS_OF = AsOf.on(date(2020, 7, 1), date(2026, 1, 1))
COUNTING = CountRules(ClusterRule(), SameEventRule())
