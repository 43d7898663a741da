"""What can go wrong between us and a broker. Every text is for the person at the command line."""


class BrokerError(RuntimeError):
    """A broker that cannot be used as the settings say."""


class BrokerUnreachableError(BrokerError):
    """No broker answered. The text is one line: the addresses, the reason, and the variable to look at."""


class AccessError(BrokerError):
    """The broker knows our user and does not let it do what is needed. One line a topic or group."""


class BrokerStartError(BrokerError):
    """A broker of our own did not start. The text ends with the last lines that it wrote, where it wrote any."""


class TopicError(BrokerError):
    """Topics that are missing, cannot be created or do not fit. One line a problem, each naming its topic."""
