"""The top level of the IPTC Media Topics.

IPTC Media Topics NewsCodes, version of October 2023, (c) International Press Telecommunications Council (IPTC),
https://iptc.org/standards/media-topics/, licensed under CC BY 4.0.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class MediaTopic:
    """A term of the vocabulary.

    Attributes:
        id: the NewsCode.
        name: IPTC's English name, as records give it.
        short: our own short name, as training data and settings give it.
        wikidata: the Wikidata item that IPTC maps it to; None where there is none.
    """

    id: str
    name: str
    short: str
    wikidata: str | None = None


#: The order is that of the head's outputs.
TOP_LEVEL: Final = (
    MediaTopic("medtop:01000000", "arts, culture, entertainment and media", "arts"),
    MediaTopic("medtop:02000000", "crime, law and justice", "crime", "Q146491"),
    MediaTopic("medtop:03000000", "disaster, accident and emergency incident", "disaster", "Q18669875"),
    MediaTopic("medtop:04000000", "economy, business and finance", "economy"),
    MediaTopic("medtop:05000000", "education", "education", "Q8434"),
    MediaTopic("medtop:06000000", "environment", "environment", "Q43619"),
    MediaTopic("medtop:07000000", "health", "health", "Q12147"),
    MediaTopic("medtop:08000000", "human interest", "human", "Q361306"),
    MediaTopic("medtop:09000000", "labour", "labour", "Q268378"),
    MediaTopic("medtop:10000000", "lifestyle and leisure", "lifestyle", "Q1267055"),
    MediaTopic("medtop:11000000", "politics", "politics", "Q7163"),
    MediaTopic("medtop:12000000", "religion", "religion"),
    MediaTopic("medtop:13000000", "science and technology", "science", "Q34104"),
    MediaTopic("medtop:14000000", "society", "society", "Q8425"),
    MediaTopic("medtop:15000000", "sport", "sport", "Q349"),
    MediaTopic("medtop:16000000", "conflict, war and peace", "conflict"),
    MediaTopic("medtop:17000000", "weather", "weather", "Q11663"),
)
