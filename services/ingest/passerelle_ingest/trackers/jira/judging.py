"""What Jira tells of our webhooks and permissions, held against what we need. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from pydantic import Field

from passerelle_ingest.findings import Finding
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira.answers import Answer
from passerelle_ingest.trackers.jira.normalise.webhooks import HANDLERS
from passerelle_ingest.trackers.jira.registration import (
    ALARMING,
    EVENTS,
    Registered,
    planned,
)

WEBHOOK = "webhook"
BROWSE = "BROWSE_PROJECTS"
_REGISTER = "run `passerelle ingest register`"


class Permission(Answer):
    """Whether we have one."""

    have: bool = Field(default=False, alias="havePermission")


class Permissions(Answer):
    """Ours, in a project."""

    permissions: Mapping[str, Permission] = {}


class Server(Answer):
    """Which Jira it is."""

    deployment: str = Field(default="", alias="deploymentType")
    version: str = ""


class ByHand(Answer):
    """A webhook that an administrator made."""

    url: str = ""
    events: tuple[str, ...] = ()
    enabled: bool = True
    active: bool = True


def deployed(found: Server, source: SourceSettings) -> Finding:
    """Say whether it is the Jira that the settings say it is."""
    cloud = found.deployment.casefold() == "cloud"
    if cloud == (source.deployment == "cloud"):
        return Finding("API", f"{found.deployment or 'Jira'} {found.version} answers")
    right = "cloud" if cloud else "datacenter"
    words = f'it is another Jira than the settings say; write deployment = "{right}"'
    return Finding("API", words, well=False)


def may_browse(found: Permissions, project: str) -> Finding:
    """Say whether we may see the issues of a project."""
    what = f"permissions for {project}"
    if found.permissions.get(BROWSE, Permission()).have:
        return Finding(what, "its issues can be seen")
    words = "we may not browse it; give our account Browse Projects there"
    return Finding(what, words, well=False)


def registered_findings(
    found: Sequence[Registered], source: SourceSettings, now: datetime
) -> Iterator[Finding]:
    """Say whether a webhook that we registered tells us all, and for how long yet."""
    plan = planned(found, source, now)
    if plan.register:
        words = f"none is registered for these projects and this address; {_REGISTER}"
        yield Finding(WEBHOOK, words, well=False)
        return
    if plan.remove:
        words = f"{len(plan.remove)} too many are registered; {_REGISTER}"
        yield Finding(WEBHOOK, words, well=False)
    ends = plan.expires_at
    if ends is not None and ends - now < ALARMING:
        words = (
            f"it ends on {ends:%Y-%m-%d} and was not refreshed in time; see that "
            f"`passerelle ingest serve` runs, and {_REGISTER}"
        )
        yield Finding(WEBHOOK, words, well=False)
    else:
        until = f" until {ends:%Y-%m-%d}" if ends else ""
        yield Finding(WEBHOOK, f"registered{until}, and refreshed while we serve")


def hand_made(listed: Sequence[ByHand], source: SourceSettings) -> Finding:
    """Say whether a webhook that an administrator made tells us all."""
    ours = [hook for hook in listed if _comes_to_us(hook.url, source)]
    where = source.webhook_url or f"our /webhooks/{source.id}"
    if not ours:
        words = f"none comes to us; have an administrator add one to {where}"
        return Finding(WEBHOOK, words, well=False)
    live = [hook for hook in ours if hook.enabled and hook.active]
    if not live:
        return Finding(WEBHOOK, "it is switched off; enable it", well=False)
    sent = {event for hook in live for event in hook.events}
    lacking = sorted((set(HANDLERS) & set(EVENTS)) - sent)
    if lacking:
        words = f"it does not send {', '.join(lacking)}; tick these events"
        return Finding(WEBHOOK, words, well=False)
    return Finding(WEBHOOK, "active, and sends what we understand")


def _comes_to_us(url: str, source: SourceSettings) -> bool:
    if source.webhook_url:
        return url.rstrip("/") == source.webhook_url.rstrip("/")
    return urlsplit(url).path.rstrip("/").endswith(f"/webhooks/{source.id}")
