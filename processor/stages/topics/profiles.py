"""Which topics stage a profile means."""

from pathlib import Path

from processor.stages.options import StageOptions
from processor.stages.problems import Problem
from processor.stages.stage import Stage
from processor.stages.topics.own.topic import OwnTopicsError


class ProfileTopics:
    """Makes the stage that the settings ask for."""

    @classmethod
    def configured(cls, options: StageOptions) -> Stage:
        """Return the stage.

        Raises:
            OwnTopicsError: the file of the user's own topics is wrong, or the profile has none.
        """
        if options.profile == "fast":
            if options.topics is not None:
                raise only_accurate(options.topics)
            from processor.stages.topics.fast.stage import FastTopicsStage

            return FastTopicsStage()
        from processor.stages.topics.stage import TopicsStage

        return TopicsStage.configured(options)


def only_accurate(path: Path) -> OwnTopicsError:
    """Return what tells a user that topics of their own and the fast profile do not go together."""
    reason = "topics of your own need the encoder: use the profile accurate, or leave SAMACHAR_TOPICS out"
    return OwnTopicsError(path, (Problem(0, "", reason),))
