"""Property tests draw the same examples in every run, and are not failed by a busy machine."""

from hypothesis import settings

settings.register_profile("samachar", deadline=None, derandomize=True, database=None)
settings.load_profile("samachar")
