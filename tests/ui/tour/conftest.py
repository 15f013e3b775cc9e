"""The small demonstration study for this folder."""

from made_studies.tour_study import small_demonstration  # noqa: F401 - pytest finds it by name
