"""Writes what the stories proved as a table."""

from collections.abc import Iterable, Iterator, Sequence

from passerelle_schemas.business import RiskKind
from tests.scenarios.scores import MEANING, PROMISE, STAGE, Figures, Run
from tests.scenarios.story import Story

_ROWS = (*(kind.value for kind in RiskKind), STAGE, PROMISE, MEANING)


def table(told: Sequence[Story], runs: Iterable[Run]) -> Iterator[str]:
    """Yield the lines of the table: each kind with its precision and recall."""
    figures, kept_silent, silent = Figures(), 0, 0
    for run in runs:
        figures.add(run.figures)
        if run.story.is_silent:
            silent += 1
            kept_silent += not any(d.of in set(RiskKind) for d in run.differences)
    quiet = sum(story.is_silent for story in told)
    yield (
        f"{len(told)} stories, {quiet} of them silent; told {figures.runs} times, "
        f"asked {figures.asked} times."
    )
    yield f"Silent where nothing was to be told: {kept_silent} of {silent} tellings."
    yield ""
    yield (
        "| what is told | stories | near misses | right | wrong | missed "
        "| precision | recall |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    yield from (_row(of, told, figures) for of in _ROWS)


def _row(of: str, told: Sequence[Story], figures: Figures) -> str:
    kind = RiskKind(of) if of in set(RiskKind) else None
    tell = sum(kind in story.kinds for story in told) if kind else len(told)
    near = str(sum(kind in story.near for story in told)) if kind else "–"
    if of == MEANING:
        tell = sum(any(a.means for a in story.answers()) for story in told)
    elif of == PROMISE:
        tell = sum(any(a.promises for a in story.answers()) for story in told)
    counted = (figures.right[of], figures.wrong[of], figures.missed[of])
    shares = (figures.precision(of), figures.recall(of))
    cells = [of, str(tell), near, *map(str, counted), *map(_share, shares)]
    return f"| {' | '.join(cells)} |"


def _share(share: float | None) -> str:
    """Write a share so that only all is 100 %."""
    if share is None:
        return "–"
    return "100 %" if share == 1 else f"{min(share, 0.999):.1%}".replace("%", " %")
