"""The first twenty months: what was promised and done before the dense weeks begin."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from passerelle_demo.company import DOING, DROPPED, EPIC, LIVE, STORY
from passerelle_demo.story.calendar import day, dice, on_a_working_day, paris
from passerelle_demo.story.events import (
    DueDateSet,
    Event,
    IssueClosed,
    IssueOpened,
    JiraCreated,
    MilestoneClosed,
    MilestoneOpened,
    Released,
    StatusMoved,
)
from passerelle_demo.story.lines import Line
from passerelle_demo.story.titles import title


@dataclass(frozen=True, slots=True)
class Chapter:
    """An older promise: begun, due, perhaps moved, ended."""

    project: str
    component: str
    title: str
    began: str
    due: str
    ended: str
    line: Line
    moved: str = ""
    dropped: bool = False


CHAPTERS = (
    Chapter(
        "PAY",
        "Caisse",
        "[EPIC] Migration PSP v1 → v2",
        "2024-12-02",
        "2025-04-30",
        "2025-04-24",
        Line(
            "Le paiement par carte passe par un seul prestataire.",
            "Card payments go through a single provider.",
        ),
    ),
    Chapter(
        "LOG",
        "Entrepôt",
        "[EPIC] WMS go-live (site nord)",
        "2024-12-09",
        "2025-06-13",
        "2025-07-04",
        Line(
            "L’entrepôt nord travaille sans papier.",
            "The northern warehouse works without paper.",
        ),
        moved="2025-07-04",
    ),
    Chapter(
        "SVC",
        "Messagerie",
        "[EPIC] Zendesk rollout",
        "2025-01-13",
        "2025-05-16",
        "2025-05-15",
        Line(
            "Tous les messages des clients arrivent au même endroit.",
            "All customer messages arrive in one place.",
        ),
    ),
    Chapter(
        "FIN",
        "Comptabilité",
        "[EPIC] ERP cutover lot 1",
        "2025-02-03",
        "2025-09-30",
        "2025-09-29",
        Line(
            "Les achats et les ventes sont dans le même outil.",
            "Purchases and sales are in the same tool.",
        ),
    ),
    Chapter(
        "PAY",
        "Caisse",
        "[EPIC] PayPal + wallets",
        "2025-06-02",
        "2025-10-31",
        "2025-10-28",
        Line(
            "Les clients paient aussi avec un portefeuille en ligne.",
            "Customers also pay with an online wallet.",
        ),
    ),
    Chapter(
        "LOG",
        "Transport",
        "[EPIC] Carrier #3 onboarding",
        "2025-09-01",
        "2026-01-30",
        "2026-02-11",
        Line(
            "Un troisième transporteur livre le Sud-Ouest.",
            "A third carrier delivers in the south-west.",
        ),
    ),
    Chapter(
        "SVC",
        "Poste conseiller",
        "[EPIC] Chatbot FAQ (LLM)",
        "2025-10-06",
        "2026-03-27",
        "2026-03-02",
        Line(
            "Un assistant répond aux questions simples.",
            "An assistant answers simple questions.",
        ),
        dropped=True,
    ),
    Chapter(
        "FIN",
        "Fiscalité",
        "[EPIC] E-invoicing PPF",
        "2025-11-03",
        "2026-06-30",
        "2026-06-25",
        Line(
            "Les factures électroniques partent au bon format.",
            "Electronic invoices leave in the right format.",
        ),
    ),
    Chapter(
        "LOG",
        "Entrepôt",
        "[EPIC] Slotting v1",
        "2026-01-12",
        "2026-05-29",
        "2026-05-28",
        Line(
            "Les articles les plus vendus sont rangés près des quais.",
            "Best-sellers are stored near the docks.",
        ),
    ),
    Chapter(
        "PAY",
        "Back-office paiement",
        "[EPIC] Chargeback tooling",
        "2026-02-02",
        "2026-06-19",
        "2026-06-26",
        Line(
            "Un litige de paiement se traite en une heure.",
            "A payment dispute is handled within an hour.",
        ),
    ),
)


def story() -> Iterator[Event]:
    """Tell the first twenty months."""
    for number, chapter in enumerate(CHAPTERS):
        yield from _chapter(number, chapter)
    yield from _the_old_milestone()
    yield from _older_releases()


def _chapter(number: int, told: Chapter) -> Iterator[Event]:
    handle, began, ended = (
        f"past-{number}",
        f"{told.began} 10:00",
        f"{told.ended} 16:00",
    )
    yield JiraCreated(
        paris(began),
        handle,
        told.project,
        told.title,
        type=EPIC,
        due=day(told.due),
        components=(told.component,),
        description=str(told.line),
    )
    yield StatusMoved(paris(began) + timedelta(days=7), handle, DOING)
    if told.moved:
        yield DueDateSet(
            paris(f"{told.due} 11:00") - timedelta(days=10), handle, day(told.moved)
        )
    yield StatusMoved(paris(ended), handle, DROPPED if told.dropped else LIVE)
    yield from _its_tasks(handle, told)


def _its_tasks(epic: str, told: Chapter) -> Iterator[Event]:
    began, ended = paris(f"{told.began} 14:00"), paris(f"{told.ended} 15:00")
    for n in range(3):
        handle = f"{epic}-{n}"
        end = on_a_working_day(began + (ended - began) * (n + 1) / 4)
        yield JiraCreated(
            began + timedelta(days=1 + n, minutes=dice(90, handle)),
            handle,
            told.project,
            title("past", epic, n),
            type=STORY,
            parent=epic,
            components=(told.component,),
        )
        yield StatusMoved(end - timedelta(days=6), handle, DOING)
        yield StatusMoved(end, handle, LIVE)


def _the_old_milestone() -> Iterator[Event]:
    yield MilestoneOpened(
        paris("2025-02-10 10:00"),
        "ios-app",
        "boutique",
        "Appli mobile 1.0",
        day("2025-09-15"),
    )
    for n in range(8):
        handle = f"ios-{n}"
        opened = paris("2025-02-17 11:00") + timedelta(days=19 * n)
        yield IssueOpened(
            opened, handle, "boutique", title("past", "ios", n), milestone="ios-app"
        )
        yield IssueClosed(opened + timedelta(days=26, hours=3), handle)
    yield MilestoneClosed(paris("2025-09-12 17:00"), "ios-app")


def _older_releases() -> Iterator[Event]:
    for repository in ("boutique", "entrepot"):
        for n in range(9):
            moment = on_a_working_day(
                paris("2025-03-20 18:00") + timedelta(days=49 * n)
            )
            yield Released(
                moment,
                f"{repository}-old-{n}",
                repository,
                tag=f"v{moment:%Y.%m.%d}",
                notes="## Changements\n\n- Corrections diverses",
            )
