"""Who is above an item, what it inherits, and what that costs in messages."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from passerelle_kafka.records import Incoming
from passerelle_schemas.business import State, WorkKind
from passerelle_schemas.deliveries import Way
from passerelle_schemas.facts import (
    AncestryChanged,
    ChangeState,
    Facts,
    StatusRef,
    Target,
)
from passerelle_schemas.identity import (
    ItemKind,
    ItemRef,
    Tracker,
    github_milestone,
    github_numbered,
    github_release,
    jira_issue,
    jira_version,
    tracker_of,
)
from passerelle_schemas.rules import MappingRule, Match
from passerelle_schemas.topics import WORK_FACTS, WORK_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.clocks import righted
from passerelle_translate.explain import explain, render_explanation
from passerelle_translate.kinship import (
    LONGEST,
    chain_of,
    children_of,
    family_news,
)
from passerelle_translate.recovery import Recovery, said_again
from passerelle_translate.state import Change, step
from passerelle_translate.translator import translate
from tests.translate.examples import CREATED, linked, observed, on, rules, telling
from tests.translate.families import End, Workers, run

EPIC, STORY, CHILD = "jira-verdier:2", "jira-verdier:3", "github-verdier:7#4"
PULL, MILESTONE = "github-verdier:9#7", "github-verdier:7/milestone/5"
GOLDEN = Path(__file__).parents[1] / "schemas" / "golden" / "work.items.v1"
BOTH = rules(
    MappingRule(name="Noise", match=Match(label=("noise",)), exclude=True),
    MappingRule(
        name="Checkout", match=Match(label=("checkout",)), capability="checkout"
    ),
    MappingRule(
        name="Instalments",
        match=Match(label=("instalments",)),
        objective="pay-in-three",
        also=("finance",),
        work=WorkKind.SECURITY,
    ),
)
by_both = partial(translate, rules=BOTH)


def _ref(item: str) -> ItemRef:
    return ItemRef(id=item, key=f"K-{item[-1]}")


def _shown(item: str, *labels: str, parent: str | None = None, **fields: Any) -> Facts:  # noqa: ANN401 - of a snapshot
    above = _ref(parent) if parent else None
    usual = {"key": f"K-{item[-1]}", "labels": labels, "parent": above}
    at = fields.pop("at", CREATED)
    return telling(observed(at, **usual | fields), item=item, tracker=tracker_of(item))


def _meant(*tellings: Facts, item: str = CHILD) -> Any:  # noqa: ANN401 - see business
    return run(tellings, by_both).meanings()[item]


def test_a_child_takes_the_objective_of_its_nearest_mapped_ancestor() -> None:
    """A GitHub issue under a Jira story under a Jira epic; the child comes first."""
    child = _meant(
        _shown(CHILD, parent=STORY),
        _shown(STORY, parent=EPIC),
        _shown(EPIC, "instalments"),
    )
    assert (child.state, child.rule) == (State.MAPPED, "Instalments")
    assert (child.objective, child.department) == ("pay-in-three", "payments")
    assert (child.also, child.inherited_from) == (("finance",), _ref(EPIC))
    assert child.work is WorkKind.NEW  # what the effort goes to is the child's own


@pytest.mark.parametrize(
    ("own", "story", "rule", "giver"),
    [
        ("checkout", "", "Checkout", None),
        ("", "checkout", "Checkout", STORY),
        ("", "noise", "Instalments", EPIC),
        ("noise", "", "Noise", None),
    ],
)
def test_its_own_rule_counts_first_then_the_nearest_that_is_not_excluded(
    own: str, story: str, rule: str, giver: str | None
) -> None:
    child = _meant(
        _shown(EPIC, "instalments"),
        _shown(STORY, story, parent=EPIC),
        _shown(CHILD, own, parent=STORY),
    )
    assert child.rule == rule
    assert child.inherited_from == (_ref(giver) if giver else None)


def _of_team(label: str) -> MappingRule:
    match = Match(label=(label,))
    return MappingRule(name="Team", match=match, department="finance", team="till")


@pytest.mark.parametrize(
    ("own", "story", "epic", "rule", "giver"),
    [
        ("team", "", "", "Team", None),
        ("team", "", "instalments", "Instalments", EPIC),  # as the CTO said
        ("checkout", "", "instalments", "Checkout", None),
        ("team", "noise", "", "Team", None),
        ("team", "team", "", "Team", None),
        ("", "team", "", "Team", STORY),
        ("", "team", "instalments", "Instalments", EPIC),
        ("", "team", "team", "Team", STORY),
    ],
)
def test_a_teams_rule_stands_behind_all_that_the_cto_says(
    own: str, story: str, epic: str, rule: str, giver: str | None
) -> None:
    """Else a team could take its late work away from an objective."""
    told = (
        _shown(EPIC, epic),
        _shown(STORY, story, parent=EPIC),
        _shown(CHILD, own, parent=STORY),
    )
    with_team = rules(*BOTH.mapping, _of_team("team"))
    workers = run(told, partial(translate, rules=with_team))
    child = workers.meanings()[CHILD]
    assert child.rule == rule
    assert child.inherited_from == (_ref(giver) if giver else None)
    text = render_explanation(explain(workers.items()[CHILD], with_team))
    assert ("mapped, written by team till" in text) == (own == "team")
    passed_over = "but the CTO's rule for what is above it counts first"
    assert (passed_over in text) == (own == "team" and giver is not None)


def test_the_condition_on_ancestors_looks_at_the_whole_chain() -> None:
    under = MappingRule(
        name="Under", match=Match(ancestor=("K-2",)), department="finance"
    )
    told = (
        _shown(CHILD, parent=STORY),
        _shown(STORY, parent=EPIC),
        _shown(EPIC),
    )
    said = run(told, partial(translate, rules=rules(under))).meanings()
    assert {i: meaning.rule for i, meaning in said.items()} == dict.fromkeys(
        (CHILD, STORY, EPIC), "Under"
    )
    assert said[CHILD].inherited_from is None


def test_when_the_ancestor_changes_its_descendants_are_translated_again() -> None:
    workers = Workers(by_both)
    workers.say([_shown(EPIC), _shown(STORY, parent=EPIC), _shown(CHILD, parent=STORY)])
    workers.until_silence()
    assert workers.meanings()[CHILD].state is State.UNMAPPED
    workers.say([_shown(EPIC, "instalments", at=on(2, 1))])
    workers.until_silence()
    assert workers.meanings()[CHILD].inherited_from == _ref(EPIC)
    workers.say([_shown(STORY, at=on(2, 2))])  # it left the epic
    workers.until_silence()
    assert workers.meanings()[CHILD].state is State.UNMAPPED


def test_a_milestone_of_github_is_an_ancestor_and_a_version_is_none() -> None:
    planned = (Target(id=MILESTONE, name="M"),)
    version = (Target(id="jira-verdier:version/5", name="V"),)
    milestone = _shown(MILESTONE, "instalments", kind=ItemKind.MILESTONE)
    assert _meant(_shown(CHILD, targets=planned), milestone).objective
    workers = run([_shown(STORY, targets=version)], by_both)
    assert workers.told == 0


def _pull(state: str, at: int = 1) -> Facts:
    status = StatusRef(id=state, name=state)
    kind = ItemKind.PULL_REQUEST
    return _shown(PULL, kind=kind, status=status, at=on(1, at))


def _names(item: str, state: ChangeState, day: int) -> Facts:
    return telling(linked(on(1, day), state), item=item, tracker=tracker_of(item))


def test_a_pull_request_takes_it_from_the_issue_that_it_names() -> None:
    """Until the name is edited away: there it is closed, and it is not."""
    names = _names(STORY, ChangeState.OPEN, 5)
    told = (_pull("open"), names, _shown(STORY, parent=EPIC), _shown(EPIC, "checkout"))
    assert _meant(*told, item=PULL).inherited_from == _ref(EPIC)
    withdrawn = _names(STORY, ChangeState.CLOSED, 6)
    assert _meant(*told, withdrawn, item=PULL).state is State.UNMAPPED
    closed = _pull("closed", 6)
    assert _meant(*told, withdrawn, closed, item=PULL).state is State.MAPPED


def test_a_name_that_is_edited_away_is_told_to_the_pull_request() -> None:
    """Nothing else of the issue has changed, and no rule looks at its links."""
    workers = Workers(by_both)
    names = _names(STORY, ChangeState.OPEN, 5)
    workers.say([_pull("open"), names, _shown(STORY, "checkout")])
    workers.until_silence()
    assert workers.meanings()[PULL].inherited_from == _ref(STORY)
    workers.settle()
    workers.say([_names(STORY, ChangeState.CLOSED, 6)])
    workers.until_silence()
    assert workers.meanings()[PULL].state is State.UNMAPPED


def test_a_way_up_that_meets_itself_is_cut_and_said() -> None:
    workers = run(
        [
            _shown(CHILD, parent=STORY),
            _shown(STORY, parent=EPIC),
            _shown(EPIC, "instalments", parent=CHILD),
        ],
        by_both,
    )
    for item in (CHILD, STORY):
        assert workers.meanings()[item].inherited_from == _ref(EPIC)
    text = render_explanation(explain(workers.items()[CHILD], BOTH))
    for told in (
        "above it, the nearest first:\n  - K-3: no rule matches it",
        "  - K-2: Instalments: mapped, and gives this",
        "  the way up meets itself at K-4: it is cut there",
        "so it is mapped, inherited from K-2\n    department payments",
    ):
        assert told in text, text


def test_a_chain_is_bounded_and_that_is_said() -> None:
    many = [
        _shown(
            f"jira-verdier:{n}",
            *(["instalments"] if n == 40 else ()),
            parent=f"jira-verdier:{n + 1}",
        )
        for n in range(10, 41)
    ]
    workers = run(many, by_both)
    items, said = workers.items(), workers.meanings()
    lowest = items["jira-verdier:10"]
    assert len(lowest.ancestors) <= LONGEST + 1
    assert (len(chain_of(lowest).above), chain_of(lowest).is_cut) == (LONGEST, True)
    assert said[f"jira-verdier:{40 - LONGEST}"].inherited_from
    assert not said[f"jira-verdier:{39 - LONGEST}"].inherited_from
    text = render_explanation(explain(lowest, BOTH))
    assert f"no more than {LONGEST} count" in text


def test_thousands_of_children_cost_no_square() -> None:
    """In the order of a backfill that shows the epic last, and then changes it."""
    many = 3000
    children = [
        _shown(f"jira-verdier:{n}", key=f"PAY-{n}", parent=EPIC)
        for n in range(10_000, 10_000 + many)
    ]
    workers = Workers(by_both, partitions=6)
    workers.say([*children, _shown(EPIC, "instalments")])
    workers.until_silence(size=500)
    assert workers.told <= 3 * many
    assert workers.bytes_told < 4000 * many
    assert workers.bytes_written < 12_000 * many
    epic = workers.items()[EPIC]
    assert len(list(children_of(epic))) == many
    assert len(WORK_ITEMS.encode(epic)) < 12 * many
    before = workers.told
    read = _shown(EPIC, "instalments", at=on(3, 1)).model_copy(update={"way": Way.POLL})
    workers.say([read] * 3)
    workers.until_silence()
    workers.say([_shown(EPIC, "instalments", at=on(3, 2)), *children[:50]])
    workers.until_silence()
    assert workers.told <= before + many  # nothing that a rule looks at has changed
    said = workers.meanings().values()
    assert sum(meaning.objective == "pay-in-three" for meaning in said) == many + 1


def test_a_child_that_asks_again_is_answered_again() -> None:
    """An older program may have thrown away what it could not understand."""
    workers = run([_shown(CHILD, parent=EPIC), _shown(EPIC, "instalments")], by_both)
    epic = next(p for p in workers.partitions if EPIC in p.held)
    asked = next(r for r in epic.facts if b"work.child_joined" in (r.value or b""))
    stepped = step(epic.held, [asked], by_both)
    (change,) = stepped.changes
    (answer,) = change.elsewhere
    assert (answer.key, change.outgoing) == (CHILD.encode(), ())
    (fact,) = WORK_FACTS.decode(answer.value or b"").facts
    assert isinstance(fact, AncestryChanged)
    assert [ancestor.id for ancestor in fact.ancestors] == [EPIC]


def test_what_an_older_program_wrote_tells_its_family_once() -> None:
    """Its records lack the fields of today, so each is written again when loaded."""
    old = (GOLDEN / "full.json").read_bytes()
    item = WORK_ITEMS.decode(old)
    record = Incoming("work.items.v1", 0, 0, 0, item.id.encode(), old)
    recovery = Recovery()
    recovery.read(record)
    (change,) = said_again(recovery.held(), by_both)
    assert isinstance(change, Change)
    assert change.elsewhere
    written = [Incoming(r.topic, 0, 1, 0, r.key, r.value) for r in change.outgoing]
    for each in written:
        recovery.read(each)
    whole = Recovery()
    for each in written:
        whole.read(each)
    assert list(said_again(whole.held(), by_both)) == [None]


def test_its_family_does_not_say_when_an_item_was_first_known() -> None:
    told = (_shown(EPIC, at=on(5, 1)), _shown(CHILD, parent=EPIC))
    epic = run(told, by_both).items()[EPIC]
    assert epic.learned_at > on(5, 1)
    stub = run([_shown(CHILD, parent=EPIC)], by_both)
    assert EPIC not in stub.meanings()
    assert stub.items()[EPIC].tracker is Tracker.JIRA


@pytest.mark.parametrize(
    ("item", "tracker"),
    [
        (jira_issue("s", "10001"), Tracker.JIRA),
        (jira_version("s", "7"), Tracker.JIRA),
        (github_numbered("s", 7, 1), Tracker.GITHUB),
        (github_milestone("s", 7, 1), Tracker.GITHUB),
        (github_release("s", 7, 1), Tracker.GITHUB),
    ],
)
def test_an_id_tells_its_tracker(item: str, tracker: Tracker) -> None:
    assert tracker_of(item) is tracker


def test_a_righted_item_is_walked_as_it_is_translated() -> None:
    item: WorkItem = run([_shown(CHILD, parent=EPIC)], by_both).items()[CHILD]
    assert [each.ref for each in chain_of(righted(item)).above] == [_ref(EPIC)]


def _partition(workers: Workers, item: str) -> int:
    return next(p.number for p in workers.partitions if item in p.held)


def test_what_a_dying_worker_told_is_put_right_by_the_next() -> None:
    """It told the family of a state that it never wrote, and that is past by now."""
    workers = Workers(by_both)
    workers.say([_shown(EPIC, "instalments"), _shown(CHILD, parent=EPIC)])
    workers.until_silence()
    number = _partition(workers, EPIC)
    workers.say([_shown(EPIC, "checkout", at=on(2, 1))])
    workers.step(number, 1, End.FAMILY_TOLD)
    workers.say([_shown(EPIC, "instalments", at=on(2, 2))])
    workers.step(number, 2)  # the next one folds both at once
    workers.until_silence()
    assert workers.meanings()[CHILD].rule == "Instalments"


def test_what_is_heard_from_above_goes_on_whenever_it_weighs_more() -> None:
    """Another path may have told the child what this one never heard."""
    workers = Workers(by_both)
    workers.say(
        [
            _shown(EPIC, "instalments"),
            _shown(STORY, parent=EPIC),
            _shown(CHILD, parent=STORY),
        ]
    )
    workers.until_silence()
    story = workers.items()[STORY]
    (above,) = story.ancestors
    heard = above.model_copy(update={"happened_at": on(4, 1)})
    later = story.model_copy(update={"ancestors": (heard,)})
    (told,) = family_news(story, later)
    (fact,) = told.facts
    assert isinstance(fact, AncestryChanged)
    assert fact.ancestors == (heard,)
