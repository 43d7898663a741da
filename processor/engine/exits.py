"""Exit codes of the commands: what an orchestrator or a script can act on."""

from enum import IntEnum


class Exit(IntEnum):
    """Why a command ended."""

    OK = 0
    FATAL = 1  # the work broke off: the broker did not take a record, or Faust crashed; start again
    USAGE = 2  # wrong arguments or settings, or an input that cannot be read; mend them
    UNAVAILABLE = 3  # a broker, topic, model or port that is needed at start is not there
    STOPPED = 4  # the failure policy had stopped a link; look at the dead letters before starting again
    DIFFERENT = 5  # `samachar diff`: the work was done, and the two sides differ
