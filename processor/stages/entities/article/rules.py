"""The rules in the order in which they run."""

from collections.abc import Callable, Sequence
from typing import Final

from processor.contracts import Language
from processor.stages.entities.article.acronym_mentions import with_acronyms
from processor.stages.entities.article.agreement import agreed
from processor.stages.entities.article.borders import with_borders
from processor.stages.entities.article.joining import joined
from processor.stages.entities.article.lists_of_names import parted_lists
from processor.stages.entities.article.seats import seats_are_places
from processor.stages.entities.article.spread import spread
from processor.stages.entities.places.linking import link_places
from processor.stages.entities.tagger import TaggedSpan

#: Text, spans of it in order, none overlapping, and its language -> the same kind of spans. A pure function that takes
#: time linear in the text's length, on every text.
Step = Callable[[str, Sequence[TaggedSpan], Language | None], tuple[TaggedSpan, ...]]

#: Changed with any rule of this package, so that records tell.
RULES: Final = "rules-3"
#: The last one gives every span a link.
STEPS: Final[tuple[Step, ...]] = (
    *(parted_lists, with_borders, with_acronyms, seats_are_places, agreed, spread),
    *(link_places, joined),
)
