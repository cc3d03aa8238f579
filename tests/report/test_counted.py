"""What is counted: nothing is cut in silence, and one is told as one."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from passerelle_report.contents import UnknownKind, WeeklyReport
from passerelle_report.numbers import contradictions
from passerelle_report.wording.names import Names
from passerelle_report.wording.proof import unknown
from passerelle_report.wording.say import Voice
from passerelle_schemas.business import Stage
from passerelle_schemas.facts import Language
from tests.report.company import (
    PARIS,
    REPLY,
    WEEK,
    begun,
    dates,
    epic,
    report,
    rules,
    stages,
)

EN = Voice(Language.ENGLISH, WEEK.sunday, PARIS)
FR = Voice(Language.FRENCH, WEEK.sunday, PARIS)


def _passed() -> WeeklyReport:
    """Six promises that passed, with no new date."""
    return report(
        [
            epic(
                f"P-{n}",
                None,
                capability="complaints",
                promises=dates((date(2026, 11, n + 1), 60)),
            )
            for n in range(6)
        ]
    )


def _dropped() -> WeeklyReport:
    """Six promises that were dropped this week, with no reason."""
    return report(
        [
            epic(
                f"P-{n}",
                None,
                capability="complaints",
                stages=stages((Stage.STARTED, 60), (Stage.DROPPED, 2)),
                promises=dates((date(2026, 12, n + 1), 60)),
            )
            for n in range(6)
        ]
    )


def _refused() -> WeeklyReport:
    """Six objectives of which too little was finished."""
    objectives = [
        REPLY.model_copy(update={"id": f"objective-{n}", "promised_by": None})
        for n in range(6)
    ]
    items = [begun(f"A-{n}", 3, objective=f"objective-{n}") for n in range(6)]
    return report(items, rules(objectives))


@pytest.mark.parametrize(
    ("told", "kind", "english", "french"),
    [
        (
            _passed,
            UnknownKind.PASSED,
            "When 3 more promises will be ready",
            "Quand 3 autres engagements, dont les dates sont passées",
        ),
        (
            _dropped,
            UnknownKind.DROPPED,
            "Why 3 more promises were dropped.",
            "Pourquoi 3 autres engagements ont été abandonnés.",
        ),
        (
            _refused,
            UnknownKind.REFUSED,
            "When 3 more objectives will be ready",
            "Quand 3 autres objectifs seront prêts",
        ),
    ],
    ids=["passed", "dropped", "refused"],
)
def test_what_is_not_named_is_counted_in_both_languages(
    told: Callable[[], WeeklyReport], kind: UnknownKind, english: str, french: str
) -> None:
    decided = told()
    assert contradictions(decided) == []
    named = [one for one in decided.unknowns if one.kind is kind]
    assert len(named) == 3
    for voice, words in ((EN, english), (FR, french)):
        lines = [_plain(one.text) for one in unknown(Names(voice, decided))]
        assert sum(words in line for line in lines) == 1, lines


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("voice", [EN, FR], ids=["en", "fr"])
@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("fresh-late", {}),
        ("fresh-unmapped", {}),
        ("unknown-unmapped", {"share": 100}),
        ("unknown-late", {"day": "Sunday", "time": "18:00"}),
        ("unknown-never_read", {}),
        ("reason-said_finished", {}),
        ("cause-said_finished", {}),
    ],
)
def test_one_of_one_is_the_only_one(
    voice: Voice, key: str, given: Mapping[str, str | int]
) -> None:
    only = voice.say(key, count=1, total=1, **given)
    assert "only" in only or "seul" in only
    one = _plain(voice.say(key, count=1, total=3, **given))
    assert "1 t" not in one
    assert "3" in one
    assert "2" in voice.say(key, count=2, total=3, **given)


def test_one_task_is_no_tasks() -> None:
    assert "of 1 task finished" in _plain(EN.say("progress", finished=0, total=1))
