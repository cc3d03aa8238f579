"""The next rule set: published, brought forward, rolled back, refused."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.effect import effective_at
from passerelle_schemas.rules import Match, RuleSet
from passerelle_translate.errors import (
    NewerFormError,
    RulesUnchangedError,
    VersionUnknownError,
)
from passerelle_translate.rule_book import Word, draft_of, next_rules, rolled_back
from passerelle_translate.rules import RuleDraft
from tests.translate.examples import PAYMENTS, on, rules


def draft(project: str = "PAY") -> RuleDraft:
    rule = PAYMENTS.model_copy(update={"match": Match(project=(project,))})
    return draft_of(rules(rule))


def word(day: int, why: str = "because") -> Word:
    return Word("CTO", why, on(3, day))


def content(rule_set: RuleSet) -> str:
    (project,) = rule_set.mapping[0].match.project
    return project


def test_the_first_is_version_1_and_each_other_the_next() -> None:
    first = next_rules([], draft("A"), word(1, "to begin"))
    second = next_rules([first], draft("B"), word(2))
    assert (first.version, second.version) == (1, 2)
    assert (first.author, first.reason) == ("CTO", "to begin")
    assert first.effective_from == on(3, 1)
    assert draft_of(second) == draft("B")


def test_the_same_content_as_the_newest_is_refused() -> None:
    first = next_rules([], draft("A"), word(1))
    with pytest.raises(RulesUnchangedError, match="Version 1 says the same"):
        next_rules([first], draft("A"), word(2))


def test_a_planned_rule_set_is_brought_forward_and_not_put_off() -> None:
    first = next_rules([], draft("A"), word(1))
    planned = next_rules([first], draft("B"), word(9))
    with pytest.raises(RulesUnchangedError, match="roll back"):
        next_rules([first, planned], draft("B"), word(10))
    sooner = next_rules([first, planned], draft("B"), word(5))
    published = [first, planned, sooner]
    assert [
        found.version
        for day in (1, 5, 9)
        if (found := effective_at(published, on(3, day)))
    ] == [1, 3, 3]


def test_a_rollback_is_a_new_version_with_the_old_content() -> None:
    first = next_rules([], draft("A"), word(1))
    second = next_rules([first], draft("B"), word(2))
    back = rolled_back([first, second], 1, word(3, "B was wrong"))
    assert (back.version, content(back), back.reason) == (3, "A", "B was wrong")
    assert back.content_hash == first.content_hash
    again = rolled_back([first, second, back], 2, word(4))
    assert (again.version, content(again)) == (4, "B")


def test_a_rollback_to_what_counts_withdraws_what_is_planned() -> None:
    first = next_rules([], draft("A"), word(1))
    planned = next_rules([first], draft("B"), word(9))
    back = rolled_back([first, planned], 1, word(3))
    counting = effective_at([first, planned, back], on(3, 20))
    assert counting == back


def test_a_rollback_to_the_newest_is_refused() -> None:
    first = next_rules([], draft("A"), word(1))
    with pytest.raises(RulesUnchangedError):
        rolled_back([first], 1, word(2))


@pytest.mark.parametrize("version", [0, -1, 7])
def test_a_rollback_to_an_unknown_version_is_refused(version: int) -> None:
    first = next_rules([], draft("A"), word(1))
    with pytest.raises(VersionUnknownError, match="newest rule set is version 1"):
        rolled_back([first], version, word(2))
    with pytest.raises(VersionUnknownError, match="No rule set is published yet"):
        rolled_back([], version, word(2))


def test_what_a_newer_program_published_is_not_said_again_in_part() -> None:
    """Its hash counts fields that this one has never heard of."""
    first = next_rules([], draft("A"), word(1))
    newer = first.model_copy(update={"content_hash": "0" * 64})
    with pytest.raises(NewerFormError, match="Version 1"):
        rolled_back([newer], 1, word(2))


@given(st.lists(st.sampled_from("ABC") | st.integers(1, 6), max_size=8))
def test_whatever_is_published_and_rolled_back_the_last_word_counts(
    steps: list[str | int],
) -> None:
    """Versions follow one another; each says what was asked for, or was refused."""
    told: list[RuleSet] = []
    for number, step in enumerate(steps):
        at = Word("CTO", "because", on(3, 1) + timedelta(hours=number))
        try:
            if isinstance(step, int):
                told.append(rolled_back(told, step, at))
                wanted = content(told[step - 1])
            else:
                told.append(next_rules(told, draft(step), at))
                wanted = step
        except VersionUnknownError:
            assert isinstance(step, int)
            assert step > len(told)
            continue
        except RulesUnchangedError:
            same = content(told[step - 1]) if isinstance(step, int) else step
            assert content(told[-1]) == same
            continue
        counting = effective_at(told, at.effective_from)
        assert counting == told[-1]
        assert content(told[-1]) == wanted
    assert [rule_set.version for rule_set in told] == list(range(1, len(told) + 1))
