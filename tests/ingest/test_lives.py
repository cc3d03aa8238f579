"""However an item lived, its webhooks and a later reading tell the same changes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.outcomes import Told
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.table import normalised
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import ChangeLinked, Fact, StatusChanged
from passerelle_schemas.identity import Tracker
from tests.ingest.sources import GITHUB_SITE, NOW
from tests.ingest.test_same_facts import PLACE, origin, read

BEGIN = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
REASONS = ("completed", "not_planned", "duplicate")
Json = dict[str, Any]


def said(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


class Life:
    """One issue or pull request, as GitHub would show it after each step."""

    def __init__(self, item: Json, event: str, part: str) -> None:
        self.at = BEGIN
        self.event, self.part = event, part
        self.item = item | {"state": "open", "closed_at": None}
        self.item |= {"created_at": said(BEGIN), "updated_at": said(BEGIN)}
        self.timeline: list[Json] = []
        self.told: list[Any] = []
        self.post("opened")

    def post(self, action: str) -> None:
        content = {"action": action, self.part: dict(self.item)}
        content["repository"] = {"id": 7001, "full_name": PLACE.project}
        heard = RawDelivery.model_validate(
            origin(Tracker.GITHUB, "github-verdier").model_dump()
            | {"event": self.event, "received_at": NOW}
        )
        outcome = normalised(Delivery(heard, content), GITHUB_SITE)
        assert isinstance(outcome, Told)
        self.told += [fact for told in outcome.facts for fact in told.facts]

    def step(self, action: str, shown_as: str = "", **changed: Any) -> None:  # noqa: ANN401 - JSON
        """Do *action* a while later, which the timeline says as well."""
        self.at += timedelta(minutes=7)
        self.item |= changed | {"updated_at": said(self.at)}
        reason = {"state_reason": changed.get("state_reason")}
        event = {"event": shown_as or action, "created_at": said(self.at), **reason}
        self.timeline.append(event)
        self.post(action)

    def close(self, **changed: Any) -> None:  # noqa: ANN401 - JSON
        closed_at = said(self.at + timedelta(minutes=7))
        self.step("closed", state="closed", closed_at=closed_at, **changed)

    def reopen(self) -> None:
        self.step("reopened", state="open", closed_at=None, state_reason="reopened")

    def read(self, pull: Json | None = None) -> list[Any]:
        listed = self.item | ({"pull_request": {"merged_at": None}} if pull else {})
        source = origin(Tracker.GITHUB, "github-verdier")
        told = item_read(source, PLACE, listed, self.timeline, pull)
        assert told.disagreements == 0
        return [fact for record in told.facts for fact in record.facts]


def ids(facts: list[Any], kind: type[Fact]) -> set[str]:
    return {fact.id for fact in facts if isinstance(fact, kind)}


@given(st.lists(st.sampled_from([*REASONS, "milestoned", "labeled"]), max_size=6))
def test_an_issue_tells_its_changes_once(steps: list[str]) -> None:
    shown = read("github/issues__opened.json")["issue"]
    life = Life(shown, "issues", "issue")
    for step in steps:
        if step not in REASONS:
            life.step(step)
        elif life.item["state"] == "open":
            life.close(state_reason=step)
        else:
            life.reopen()
    assert ids(life.told, StatusChanged) == ids(life.read(), StatusChanged)


@given(
    draft=st.booleans(),
    steps=st.lists(st.sampled_from(["close", "draft", "retarget"]), max_size=6),
    merged=st.booleans(),
)
def test_a_pull_request_tells_its_changes_once(
    draft: bool,  # noqa: FBT001 - drawn
    steps: list[str],
    merged: bool,  # noqa: FBT001 - drawn
) -> None:
    shown = read("github/pull_request__opened_as_a_draft.json")["pull_request"]
    life = Life(shown | {"draft": draft, "merged_at": None}, "pull_request", PULL)
    for step in steps:
        is_open = life.item["state"] == "open"
        if step == "retarget":
            life.step("edited", "base_ref_changed")
        elif step == "close" and is_open:
            life.close()
        elif step == "close":
            life.reopen()
        elif is_open and life.item["draft"]:
            life.step("ready_for_review", draft=False)
        elif is_open:
            life.step("converted_to_draft", "convert_to_draft", draft=True)
    if merged and life.item["state"] == "open":
        merged_at = said(life.at + timedelta(minutes=7))
        life.timeline.append({"event": "merged", "created_at": merged_at})
        life.close(merged_at=merged_at)
    rest = life.read(life.item)
    assert ids(life.told, StatusChanged) == ids(rest, StatusChanged)
    links = {(f.happened_at, f.state) for f in life.told if isinstance(f, ChangeLinked)}
    read_later = {(f.happened_at, f.state) for f in rest if isinstance(f, ChangeLinked)}
    assert read_later
    assert read_later <= links


PULL = "pull_request"
