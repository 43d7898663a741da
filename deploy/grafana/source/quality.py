"""Quality: what the articles are, what is found in them, and whether that has changed."""

from typing import Final

from grafana_foundation_sdk.builders.dashboard import Dashboard

from deploy.grafana.source.board import board
from deploy.grafana.source.panels import WHOLE, lines, number
from processor.stages.topics.mediatopics import TOP_LEVEL


def _drift(shares: str) -> str:
    """Return half the sum of the changes of share since last week (the total variation distance)."""
    before = f"{shares} offset 1w"
    return f"0.5 * sum(abs(({shares} or 0 * {before}) - ({before} or 0 * {shares})))"


_LANGUAGES: Final = _drift("language:samachar_articles:share6h")
_ENTITIES: Final = _drift("type:samachar_entities:share6h")
_TOPICS: Final = _drift("topic:samachar_articles:share6h")


def quality() -> Dashboard:
    """Return the dashboard of languages, entities, topics and their drift."""
    return board(
        "quality",
        "The mix of languages, entities and topics over time, what was left open, and drift against last week.",
        [
            number(
                "Languages",
                "Languages of the last six hours.",
                'count(language:samachar_articles:increase6h{language!~"und|other"} > 0)',
            ),
            number(
                "No language",
                "Share of articles whose language is undetermined.",
                'sum(language:samachar_articles:share6h{language="und"}) or vector(0)',
                unit="percentunit",
                bad_from=0.1,
                decimals=1,
            ),
            number(
                "No topic",
                "Share of articles for which no topic was probable enough.",
                'sum(topic:samachar_articles:share6h{topic="none"}) or vector(0)',
                unit="percentunit",
                bad_from=0.3,
                decimals=1,
            ),
            number(
                "Drift of languages",
                "Half the sum of the changes of share since last week: 0 the same mix, 1 nothing in common.",
                _LANGUAGES,
                unit="percentunit",
                bad_from=0.3,
                decimals=1,
            ),
            number(
                "Drift of entities",
                "The same of entity types.",
                _ENTITIES,
                unit="percentunit",
                bad_from=0.2,
                decimals=1,
            ),
            number(
                "Drift of topics",
                "The same of topics.",
                _TOPICS,
                unit="percentunit",
                bad_from=0.3,
                decimals=1,
            ),
        ],
        [
            lines(
                "Articles per second by language",
                "The ten most frequent.",
                {
                    "{{language}}": (
                        "topk(10, sum by (language) (rate(samachar_articles_language_total[$__rate_interval])))"
                    )
                },
                stacked=True,
            ),
            lines(
                "Articles per second by topic",
                "An article counts under each of its topics; none: nothing was probable enough.",
                {"{{topic}}": "sum by (topic) (rate(samachar_articles_topic_total[$__rate_interval]))"},
                stacked=True,
                names={topic.id: topic.name for topic in TOP_LEVEL},
            ),
            lines(
                "Entities per article",
                "Persons, organisations, places and others, each once an article.",
                {
                    "{{type}}": (
                        "sum by (type) (rate(samachar_entities_total[$__rate_interval]))"
                        " / on () group_left () sum(rate(samachar_stage_articles_total"
                        '{stage="entities"}[$__rate_interval]))'
                    )
                },
            ),
            lines(
                "Entities of the watchlist per second",
                "Those that the operator's watchlist names.",
                {"{{type}}": "sum by (type) (rate(samachar_watchlist_hits_total[$__rate_interval]))"},
            ),
            lines(
                "Left open",
                "Share of articles that a stage skipped or answered by a fall-back.",
                {
                    "{{stage}}: {{status}}": (
                        "sum by (stage, status)"
                        ' (rate(samachar_stage_articles_total{status=~"skipped|degraded"}[$__rate_interval]))'
                        " / on (stage) group_left ()"
                        " sum by (stage) (rate(samachar_stage_articles_total[$__rate_interval]))"
                    )
                },
                unit="percentunit",
            ),
            lines(
                "Drift against last week",
                "Half the sum of the changes of share: a new source, a source gone, or a model that judges otherwise.",
                {
                    "languages": _LANGUAGES,
                    "entities": _ENTITIES,
                    "topics": _TOPICS,
                },
                unit="percentunit",
            ),
            lines(
                "Languages now and a week ago",
                "Share of each language in six hours.",
                {
                    "{{language}}": "topk(10, sum by (language) (language:samachar_articles:share6h))",
                    "{{language}} a week ago": (
                        "topk(10, sum by (language) (language:samachar_articles:share6h offset 1w))"
                    ),
                },
                unit="percentunit",
                span=WHOLE,
            ),
        ],
        since="now-6h",
    )
