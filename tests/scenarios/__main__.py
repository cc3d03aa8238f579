"""Tells every story many times, and says how often it is right."""

import argparse
import sys
from collections.abc import Sequence

from tests.scenarios.reading import stories
from tests.scenarios.scores import Run, run
from tests.scenarios.showing import table

MOST = 40
"""Differences that are printed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and what differs; 1 where a story is told wrongly unawares."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.scenarios", description=__doc__
    )
    parser.add_argument("--seeds", type=int, default=40, help="tellings of each story")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--only", default="", help="words of a story's name")
    asked = parser.parse_args(arguments)
    told = [s for s in stories() if asked.only.casefold() in s.name.casefold()]
    seeds = range(asked.first, asked.first + asked.seeds)
    runs = [run(s, world, seed) for s in told for world in s.told for seed in seeds]
    print("\n".join(table(told, runs)))  # noqa: T201 - what it is for
    unawares = [done for done in runs if done.differences and not done.is_known]
    for line in list(dict.fromkeys(_differences(unawares)))[:MOST]:
        print(line)  # noqa: T201 - as above
    for story in told:
        for world, why in story.known.items():
            print(f"known: {story.name} [{world}]: {why}")  # noqa: T201 - as above
    return 1 if unawares else 0


def _differences(runs: Sequence[Run]) -> list[str]:
    return [
        f"{done.story.name} [{done.world}, seed {done.seed}] "
        f"{one.of} of {one.where}: {one.what}"
        for done in runs
        for one in done.differences
    ]


if __name__ == "__main__":
    sys.exit(main())
