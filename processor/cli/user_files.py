"""The user's own files before the pool starts: what is wrong with one is told at once, in one line."""

from typing import TYPE_CHECKING

from processor.cli.watchlist_check import check_watchlist

if TYPE_CHECKING:
    from processor.settings import Settings


def check_user_files(settings: "Settings") -> None:
    """Read the files that the settings name, as far as a stage of the pipeline needs them.

    Raises:
        UserFileError: one cannot be read or has something wrong.
    """
    check_own_topics(settings)
    check_watchlist(settings)


def check_own_topics(settings: "Settings") -> None:
    """Read the user's topics, which only the accurate profile has."""
    if settings.topics is None or "topics" not in settings.stages:
        return
    from processor.stages.topics.own.reading import own_topics
    from processor.stages.topics.own.topic import only_accurate

    if settings.profile == "fast":
        raise only_accurate(settings.topics)
    own_topics(settings.topics)
