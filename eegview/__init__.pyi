from eegview.api.comparing import compare as compare
from eegview.api.editing import StudyEdit as StudyEdit
from eegview.api.event_comparison import EventComparison as EventComparison
from eegview.api.library import Library as Library
from eegview.api.library import read_library as read_library
from eegview.api.study import Study as Study
from eegview.api.study import open_study as open_study
from eegview.model.errors import EegViewError as EegViewError

__version__: str
