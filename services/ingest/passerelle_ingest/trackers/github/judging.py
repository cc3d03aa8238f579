"""What GitHub tells of our webhooks and permissions, against our needs. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from pydantic import AwareDatetime, Field

from passerelle_ingest.findings import Finding
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github.app import PERMISSIONS
from passerelle_ingest.trackers.github.hooks import Hook, HookPart, comes_to_us
from passerelle_ingest.trackers.github.normalise.webhooks import HANDLERS

WEBHOOK = "webhook"
ENDS_SOON = timedelta(days=14)
_OF_OWNERS = frozenset({"projects_v2", "projects_v2_item", "projects_v2_status_update"})
"""Events that no repository's webhook can send."""
_ALL = "*"
_WELL = range(200, 300)
_EXPIRY = "github-authentication-token-expiration"


class Installation(HookPart):
    """What the owner of the repositories lets the App do."""

    permissions: Mapping[str, str] = Field(default_factory=dict)
    suspended_at: AwareDatetime | None = None


def app_findings(found: Installation) -> Iterator[Finding]:
    """Say whether an installation lets us read what we read."""
    if found.suspended_at:
        words = "the installation is suspended; its owner can lift that in its settings"
        yield Finding("app", words, well=False)
    lacking = sorted(set(PERMISSIONS) - set(found.permissions))
    if lacking:
        words = f"the installation lacks read access to {', '.join(lacking)}; grant it"
        yield Finding("app", words, well=False)
    if not (lacking or found.suspended_at):
        yield Finding("app", "the installation may read all that we read")


def app_hook(address: str, source: SourceSettings) -> Finding:
    """Say whether the App's own webhook comes to us."""
    if comes_to_us(address, source):
        return Finding(WEBHOOK, "the App's webhook comes to us")
    words = f"the App's webhook goes elsewhere; set it to {_address(source)}"
    return Finding(WEBHOOK, words, well=False)


def hook_findings(
    found: Sequence[tuple[str, Hook]], source: SourceSettings
) -> Iterator[Finding]:
    """Say for each repository whether a webhook tells us all that we understand."""
    ours = [(p, hook) for p, hook in found if comes_to_us(hook.config.url, source)]
    for project in source.projects:
        places = (f"/repos/{project}/hooks/", f"/orgs/{project.partition('/')[0]}/")
        hooks = [h for p, h in ours if p.casefold().startswith(_folded(places))]
        what = f"{WEBHOOK} of {project}"
        if not hooks:
            words = f"none comes to us; add one to {_address(source)} with our secret"
            yield Finding(what, words, well=False)
            continue
        wrong = [_wrong(hook) for hook in hooks]
        if all(wrong):
            yield Finding(what, wrong[0], well=False)
        else:
            yield Finding(what, "active, and sends what we understand")


def _wrong(hook: Hook) -> str:
    """Say what is wrong with a webhook that comes to us; nothing when all is well."""
    lacking = sorted(set(HANDLERS) - _OF_OWNERS - set(hook.events))
    code, status = hook.last_response.code, hook.last_response.status
    if not hook.active:
        return "it is switched off; make it active"
    if str(hook.config.insecure_ssl) != "0":
        return "it does not check our certificate; enable SSL verification"
    if lacking and _ALL not in hook.events:
        return f"it does not send {', '.join(lacking)}; tick these events"
    if code is not None and code not in _WELL and status != "unused":
        return f"its last delivery was answered {code}; see its recent deliveries"
    return ""


def token_end(headers: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """Say when the token that was shown ends, if GitHub tells."""
    ends = _moment(headers.get(_EXPIRY, ""))
    if ends is None:
        return
    days = (ends - now).days
    words = f"it ends on {ends:%Y-%m-%d}"
    if ends - now > ENDS_SOON:
        yield Finding("token", words)
    else:
        soon = f"{words}, in {max(days, 0)} days; make a new one in time"
        yield Finding("token", soon, well=False)


def _moment(told: str) -> datetime | None:
    """Read `2026-12-01 08:00:00 UTC`, or the same with an offset."""
    try:
        offset = told.replace(" UTC", "+00:00").replace(" +", "+")
        found = datetime.fromisoformat(offset)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _folded(places: Sequence[str]) -> tuple[str, ...]:
    return tuple(place.casefold() for place in places)


def _address(source: SourceSettings) -> str:
    return source.webhook_url or f"our /webhooks/{source.id}"
