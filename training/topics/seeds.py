"""The seed articles' topics against what was written down beside them: `python -m training.topics.seeds seeds`."""

import argparse
import json
from pathlib import Path

import orjson

from processor.contracts import Limits, accept
from processor.stages.options import Profile, StageOptions
from processor.stages.registry import load_stage
from processor.stages.topics.mediatopics import TOP_LEVEL


def main() -> None:
    """Print a line an article and profile, and how many topics were given, expected, and both."""
    parser = argparse.ArgumentParser(description="The seed articles' topics against those written down.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the articles, each .txt beside its .json")
    options = parser.parse_args()
    profiles: tuple[Profile, ...] = ("accurate", "fast")
    for profile in profiles:
        print_profile(profile, sorted(options.folder.glob("*.txt")))


def print_profile(profile: Profile, articles: list[Path]) -> None:
    """Print one profile's lines."""
    stage, short = load_stage("topics", StageOptions(profile=profile)), {topic.id: topic.short for topic in TOP_LEVEL}
    given = expected = both = first = 0
    print(f"\n{profile}")
    for path in articles:
        article = accept(orjson.dumps({"text": path.read_text(encoding="utf-8")}), Limits())
        found = [topic.id for topic in stage.annotate(article).topics or ()]
        wanted = [topic["id"] for topic in json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["topics"]]
        given, expected, both = given + len(found), expected + len(wanted), both + len({*found} & {*wanted})
        first += found[:1] == wanted[:1]
        names = [", ".join(short[code] for code in codes) or "none" for codes in (found, wanted)]
        print(f"  {path.stem}: {names[0]} (expected {names[1]})")
    print(f"  {given} given, {expected} expected, {both} both; the first is the first expected in {first}")


if __name__ == "__main__":
    main()
