"""Why an article was refused: the closed list of reasons, and the error that carries one."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a message became a dead letter. A value is never renamed: consumers and alerts rely on it."""

    # The message itself
    EMPTY_MESSAGE = "empty_message"
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    TOO_DEEP = "too_deep"
    TOO_MANY_FIELDS = "too_many_fields"
    LONE_SURROGATE = "lone_surrogate"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    # The record batch that it came in: one letter for all messages of it that could not be read
    BATCH_TOO_LARGE = "batch_too_large"
    BATCH_UNREADABLE = "batch_unreadable"
    # Its fields
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    INVALID_VALUE = "invalid_value"
    EMPTY_TEXT = "empty_text"
    TEXT_TOO_LONG = "text_too_long"
    COMBINING_MARKS = "combining_marks"
    # What happened to it on the way
    STAGE_ERROR = "stage_error"
    STAGE_TIMEOUT = "stage_timeout"
    STAGE_CRASH = "stage_crash"
    STAGE_MEMORY = "stage_memory"
    RECORD_TOO_LARGE = "record_too_large"


#: Reasons of letters that stand for a whole batch: their payload is no message.
OF_A_BATCH = frozenset({Reason.BATCH_TOO_LARGE, Reason.BATCH_UNREADABLE})

#: Reasons that are a property of the message: a producer must mend it, our pipeline is not to blame.
INVALID_INPUT = frozenset(
    set(Reason)
    - {
        Reason.STAGE_ERROR,
        Reason.STAGE_TIMEOUT,
        Reason.STAGE_CRASH,
        Reason.STAGE_MEMORY,
        Reason.RECORD_TOO_LARGE,
    }
)


class InvalidArticleError(ValueError):
    """A message that breaks the contract.

    Attributes:
        reason: which rule it breaks.
        field: dotted path of the offending field (``metadata.tags[3]``), or None where the message as a whole is wrong.
        detail: one sentence for the producer, without the article's text.
    """

    def __init__(self, reason: Reason, detail: str, field: str | None = None) -> None:
        self.reason = reason
        self.field = field
        self.detail = detail
        super().__init__(f"{field}: {detail}" if field else detail)
