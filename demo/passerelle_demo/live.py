"""This morning: what still happens after the first reading, and is posted as it does.

Most of it happened on Sunday evening, inside the reported week, and reaches the pages
only if webhooks do; what happened on Monday must wait for next week's edition.
"""

from collections.abc import Iterator

from passerelle_demo.company import DOING, STORY
from passerelle_demo.story import the_story
from passerelle_demo.story.calendar import day, paris
from passerelle_demo.story.events import (
    Commented,
    Deleted,
    DueDateSet,
    Event,
    IssueOpened,
    JiraCreated,
    Merged,
    Released,
    Reviewed,
    StatusMoved,
)
from passerelle_demo.story.lines import Line
from passerelle_demo.story.payments import EXPRESS_WORK
from passerelle_demo.story.releases import BOUTIQUE, notes_of
from passerelle_demo.story.tasks import tasks_of
from passerelle_demo.webhooks import LiveDelivery, announced
from passerelle_demo.world import World

_SUNDAY = paris("2026-11-22 19:00")
"""When the shop's release goes out, inside week 47."""


def _reviewed_task() -> str:
    """Return an express payment task that is new, not a repair, and in review."""
    waiting = (t for t in tasks_of(EXPRESS_WORK) if t.reviewed and not t.finished)
    return next(task.handle for task in waiting if not task.is_repair)


def _before_the_release() -> tuple[Event, ...]:
    task = _reviewed_task()
    line = Line(
        "Le client paie avec la carte de son téléphone, sans créer de compte.",
        "Customers pay with the card in their phone, without an account.",
    )
    return (
        Reviewed(paris("2026-11-22 17:40"), f"{task}-pr", "approved"),
        Commented(paris("2026-11-22 17:42"), task, f"Prêt pour ce soir.\n\n{line}"),
        Merged(paris("2026-11-22 17:45"), f"{task}-pr"),
    )


def this_mornings_events() -> tuple[Event, ...]:
    """Return what happens after the first reading, in order."""
    merged = _before_the_release()
    notes = notes_of(
        (*the_story(), *merged), "boutique", after=BOUTIQUE[-1], until=_SUNDAY
    )
    return (
        *merged,
        Released(_SUNDAY, "boutique-20261122", "boutique", "v2026.11.22", notes),
        DueDateSet(paris("2026-11-22 20:40"), "receipt", day("2026-12-04")),
        Commented(
            paris("2026-11-22 20:44"),
            "receipt",
            "Le prestataire d’envoi change de domaine vendredi.\n"
            "Décision : Les reçus attendent le nouveau prestataire d’envoi. "
            "Décidé par la direction technique le 22 novembre.\n"
            "Decision: Receipts wait for the new sending provider. "
            "Decided by the technology department on 22 November.",
        ),
        Deleted(paris("2026-11-22 21:05"), "duplicate"),
        JiraCreated(
            paris("2026-11-23 05:31"),
            "monday-ticket",
            "SVC",
            "Vue 360 : 500 sur /timeline?cursor=",
            type=STORY,
            parent="screen",
            components=("Poste conseiller",),
        ),
        StatusMoved(paris("2026-11-23 05:36"), "monday-ticket", DOING),
        IssueOpened(
            paris("2026-11-23 05:48"),
            "monday-issue",
            "entrepot",
            "ETA estimator : NaN si pas de scan",
            labels=("suivi-colis", "bug"),
            milestone="tracking-milestone",
        ),
    )


def live_deliveries(world: World) -> Iterator[LiveDelivery]:
    """Let this morning happen in *world*, yielding each post right after its change."""
    for event in this_mornings_events():
        yield from announced(world.apply(event))
