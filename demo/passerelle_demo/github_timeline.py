"""What GitHub shows in a timeline: each kind of entry with its own oddities.

https://docs.github.com/en/rest/using-the-rest-api/issue-event-types
"""

from passerelle_demo.company import GITHUB_SITE
from passerelle_demo.github_records import Happened, Numbered
from passerelle_demo.github_shapes import (
    Json,
    api_of,
    comment,
    instant,
    issue,
    label,
    node,
    repository,
    review,
    user,
)


def timeline_entry(item: Numbered, shown: Happened) -> Json:
    """Show one entry of a timeline; each kind has its own oddities."""
    if shown.kind == "commented":
        body = comment(item, shown)
        return {"event": "commented", **body, "actor": body["user"]}
    if shown.kind == "reviewed":
        state = shown.extra["state"]
        return {"event": "reviewed", **review(item, shown), "state": state}
    if shown.kind == "committed":
        return _committed(item, shown)
    if shown.kind == "cross-referenced":
        return _cross_referenced(shown)
    return _event(item, shown)


def _event(item: Numbered, shown: Happened) -> Json:
    body: Json = {
        "id": shown.id,
        "node_id": node(shown.kind[:3].upper(), shown.id),
        "url": f"{api_of(item.repository)}/issues/events/{shown.id}",
        "actor": user(shown.actor),
        "event": shown.kind,
        "commit_id": None,
        "commit_url": None,
        "created_at": instant(shown.at),
        "performed_via_github_app": None,
    }
    if shown.kind == "labeled":
        known = label(shown.extra["label"])
        body["label"] = {"name": known["name"], "color": known["color"]}
    elif shown.kind == "milestoned":
        body["milestone"] = {"title": shown.extra["milestone"]}
    elif shown.kind == "closed":
        body["state_reason"] = shown.extra["state_reason"]
    elif shown.kind == "merged" and item.pull:
        body["commit_id"] = item.pull.head[::-1]
    return body


def _committed(item: Numbered, shown: Happened) -> Json:
    """Show a commit: it has neither `actor` nor `created_at`."""
    sha, person = shown.extra["sha"], shown.actor
    who = {"name": person.name, "email": person.email, "date": instant(shown.at)}
    return {
        "sha": sha,
        "node_id": node("C", shown.id),
        "url": f"{api_of(item.repository)}/git/commits/{sha}",
        "html_url": f"{GITHUB_SITE}/{item.repository.who.full_name}/commit/{sha}",
        "author": who,
        "committer": who,
        "message": shown.extra["message"],
        "parents": [],
        "event": "committed",
    }


def _cross_referenced(shown: Happened) -> Json:
    source: Numbered = shown.extra["source"]
    told = {**issue(source), "repository": repository(source.repository)}
    return {
        "actor": user(shown.actor),
        "created_at": instant(shown.at),
        "updated_at": instant(shown.at),
        "source": {"type": "issue", "issue": told},
        "event": "cross-referenced",
    }
