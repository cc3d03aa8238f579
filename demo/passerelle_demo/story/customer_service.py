"""Customer service: one objective postponed twice, one on course, one promise dropped.

The one screen was promised for 30 October, then 27 November, then 18 December; its
work grows faster than it is finished.
"""

from collections.abc import Iterator
from datetime import timedelta

from passerelle_demo.company import DOING, DONE, DROPPED, LIVE, REVIEW, TASK
from passerelle_demo.story.calendar import day, dice, on_a_working_day, paris
from passerelle_demo.story.epics import Epic, epic
from passerelle_demo.story.events import (
    Blocked,
    Commented,
    Event,
    IssueClosed,
    IssueOpened,
    IssueReopened,
    JiraCreated,
    MilestoneOpened,
    ParentSet,
    ProjectMoved,
    Ranked,
    StatusMoved,
)
from passerelle_demo.story.flow import flow
from passerelle_demo.story.lines import Line, lines
from passerelle_demo.story.releases import CONSEILLER
from passerelle_demo.story.tasks import Stream

SCREEN = Epic(
    name="screen",
    project="SVC",
    number=11,
    title="[EPIC] Vue 360 : agrégation CRM + OMS + CTI",
    word=(
        paris("2026-11-17 11:58"),
        Line(
            "Réunir les fiches en double a pris plus de temps que prévu.",
            "Merging duplicate records took longer than we thought.",
        ),
    ),
    created=paris("2026-06-30 14:10"),
    due=day("2026-10-30"),
    moved=(
        (paris("2026-10-19 17:12"), day("2026-11-27")),
        (paris("2026-11-17 11:48"), day("2026-12-18")),
    ),
    components=("Poste conseiller",),
)
SCREEN_WORK = Stream(
    name="screen-work",
    home="SVC",
    theme="screen",
    parent="screen",
    components=("Poste conseiller",),
    code="espace-conseiller",
    finished=(1, 1, 1, 1, 2, 1, 2, 2, 1, 2, 1, 2, 2, 1, 2, 2),
    planned=8,
    added=5,
    started=3,
    in_review=2,
    shipped=CONSEILLER,
    lines=lines(
        (
            "Les conseillers retrouvent une commande par son numéro.",
            "Agents find an order by its number.",
        ),
        (
            "Les messages d’un même client sont réunis, quelle que soit son adresse.",
            "A customer’s messages are shown together, whichever address they used.",
        ),
        (
            "Le conseiller voit d’un coup d’œil si un colis est en retard.",
            "Agents see at a glance whether a parcel is late.",
        ),
        (
            "Le dernier remboursement apparaît en haut de la fiche du client.",
            "The latest refund stands at the top of the customer’s record.",
        ),
        ("Les fiches en double d’un client sont réunies.", ""),
        (
            "Le conseiller connaît la langue du client avant de répondre.",
            "Agents know the customer’s language before they answer.",
        ),
        (
            "Les réclamations déjà réglées restent lisibles sur la fiche.",
            "Settled complaints stay readable on the record.",
        ),
        ("", "Agents see the calls of the last twelve months."),
        (
            "Une note laissée par un conseiller est visible par tous les autres.",
            "A note left by one agent is visible to all the others.",
        ),
    ),
)

RETURNS_WORK = Stream(
    name="returns-work",
    home="boutique",
    theme="returns",
    parent="returns-milestone",
    labels=("retours",),
    finished=(1, 2, 1, 2, 2, 2, 2, 2, 3, 1, 2, 3, 2, 2, 3, 2),
    planned=8,
    started=2,
    in_review=2,
    lines=lines(
        (
            "Le client demande un retour depuis son compte, sans appeler.",
            "Customers ask for a return from their account, without calling.",
        ),
        (
            "Le client choisit entre échange, avoir et remboursement.",
            "Customers choose between exchange, voucher and refund.",
        ),
        (
            "Le client joint une photo de l’article abîmé.",
            "Customers attach a photo of the damaged item.",
        ),
        (
            "Le client connaît sa date de remboursement dès qu’il rend le colis.",
            "Customers know their refund date when they drop off the parcel.",
        ),
        ("Un seul article d’un lot peut être retourné.", ""),
        (
            "Le motif du retour se choisit parmi huit raisons.",
            "The reason for a return is picked among eight.",
        ),
        (
            "Un retour hors délai reçoit une explication claire.",
            "A return that comes too late gets a clear explanation.",
        ),
        ("", "A return is followed on the same page as its order."),
        (
            "Un article volumineux est enlevé à domicile sur rendez-vous.",
            "A bulky item is collected at home by appointment.",
        ),
    ),
)

ANSWERS = Epic(
    name="answers",
    project="SVC",
    number=30,
    title="[EPIC] Macros Zendesk : refonte templates + variables",
    line=Line(
        "Les conseillers répondent aux vingt questions les plus courantes "
        "avec un modèle relu.",
        "Agents answer the twenty most common questions from a reviewed template.",
    ),
    created=paris("2026-08-31 09:30"),
    due=day("2026-11-13"),
    components=("Messagerie",),
)
CALLBACK = Epic(
    name="callback",
    project="SVC",
    number=46,
    title="[EPIC] Callback auto (CTI + queue virtuelle)",
    line=Line(
        "Le client qui attend trop longtemps est rappelé automatiquement.",
        "Customers who wait too long are called back automatically.",
    ),
    created=paris("2026-09-22 15:20"),
    due=day("2026-11-27"),
    ended=paris("2026-11-18 17:05"),
    ended_as=DROPPED,
    components=("Poste conseiller",),
)
FORMS = Epic(
    name="forms",
    project="SVC",
    number=17,
    title="[EPIC] Formulaire contact : routing par intent",
    line=Line(
        "Chaque message de client arrive d’emblée à la bonne équipe.",
        "Each customer message goes straight to the right team.",
    ),
    created=paris("2026-08-04 10:40"),
    due=day("2026-10-09"),
    moved=((paris("2026-10-06 16:00"), day("2026-10-16")),),
    ended=paris("2026-10-15 09:30"),
    ended_as=LIVE,
    components=("Messagerie",),
)
SURVEY = Epic(
    name="survey",
    project="SVC",
    number=18,
    title="[EPIC] CSAT post-contact (SMS + e-mail)",
    line=Line(
        "Chaque client donne son avis, en une question, après chaque contact.",
        "Customers rate each contact in a single question.",
    ),
    created=paris("2026-08-05 14:30"),
    due=day("2026-09-25"),
    ended=paris("2026-09-24 11:10"),
    ended_as=LIVE,
    components=("Messagerie",),
)
PARTS = (
    Stream(
        name="survey-work",
        home="SVC",
        theme="small",
        parent="survey",
        components=("Messagerie",),
        finished=(1, 1, 1, 1),
        until=38,
        shipped=(paris("2026-09-24 10:40"),),
    ),
    Stream(
        name="answers-work",
        home="SVC",
        theme="small",
        parent="answers",
        components=("Messagerie",),
        finished=(1, 0, 1, 0, 0, 0, 1),
        started=1,
        in_review=1,
        lines=lines(
            (
                "Le modèle de réponse reprend le nom de l’article commandé.",
                "The answer template names the item that was ordered.",
            ),
        ),
    ),
    Stream(
        name="forms-work",
        home="SVC",
        theme="small",
        parent="forms",
        components=("Messagerie",),
        finished=(1, 1, 1, 1),
        until=41,
        shipped=(paris("2026-10-15 08:30"),),
    ),
    Stream(
        name="svc-care",
        along=1,
        home="SVC",
        theme="small",
        components=("Messagerie",),
        labels=("dette",),
        finished=(1, 0, 0, 1, 1, 0, 0, 0, 1),
        started=1,
    ),
)


def story() -> Iterator[Event]:
    """Tell what happened around customer service."""
    for promise in (SCREEN, ANSWERS, CALLBACK, FORMS, SURVEY):
        yield from epic(promise)
    yield MilestoneOpened(
        paris("2026-07-20 09:15"),
        "returns-milestone",
        "boutique",
        "Retours en ligne",
        day("2027-01-29"),
        "Self-service RMA.\n\n"
        "Métier : Les articles volumineux viendront en dernier.\n"
        "Business: Bulky items come last.",
    )
    for stream in (SCREEN_WORK, RETURNS_WORK, *PARTS):
        yield from flow(stream)
    yield from _why_the_screen_was_postponed()
    yield from _the_screen_waits_for_payments()
    yield from _the_callback_is_dropped()
    yield from _opened_again()
    yield from _moved_to_payments()


def _why_the_screen_was_postponed() -> Iterator[Event]:
    yield Commented(
        paris("2026-10-19 17:20"),
        "screen",
        "On décale : dedup CRM pas prêt, cf. ADR-41.",
    )
    yield Commented(
        paris("2026-11-17 11:55"), "screen", "Encore un report, scope +5 (SSO, CTI)."
    )
    for n in range(44):  # more changes than a search answer shows: the first date hides
        moment = paris("2026-10-20 09:40") + timedelta(
            hours=17 * n, minutes=dice(55, n)
        )
        yield Ranked(on_a_working_day(moment), "screen")


def _the_screen_waits_for_payments() -> Iterator[Event]:
    """The screen shows instalments, and payments has not touched these since October.

    Two departments see a half of it each.
    """
    moment = paris("2026-11-17 16:35")
    yield Blocked(moment, "screen-work-38", "unmerged-0")


def _the_callback_is_dropped() -> Iterator[Event]:
    for n, (what, end) in enumerate(
        (
            ("POC file d'attente virtuelle (Asterisk)", DONE),
            ("Brancher le CTI sur le scheduler", DROPPED),
            ("Écran superviseur : temps d'attente", DROPPED),
        )
    ):
        handle = f"callback-{n}"
        yield JiraCreated(
            paris(f"2026-10-{5 + n:02} 10:10"),
            handle,
            "SVC",
            what,
            type=TASK,
            parent="callback",
            components=("Poste conseiller",),
        )
        yield StatusMoved(paris(f"2026-10-{20 + n} 09:35"), handle, DOING)
        ended = "2026-10-28 15:00" if end is DONE else f"2026-11-18 17:{10 + n}"
        yield StatusMoved(paris(ended), handle, end)
    yield Commented(
        paris("2026-11-18 16:58"),
        "callback",
        "Suite COPIL.\n"
        "Décision : Le rappel automatique est abandonné pour que l’écran unique passe "
        "en premier. Décidé par la direction du service client le 18 novembre.\n"
        "Decision: The automatic call-back is dropped so that the single screen comes "
        "first. Decided by customer service’s management on 18 November.",
    )


def _opened_again() -> Iterator[Event]:
    """One in each tracker: called done, found not to work, opened again."""
    yield JiraCreated(
        paris("2026-10-27 11:20"),
        "reopened",
        "SVC",
        "Timeline : tri antéchronologique cassé si TZ ≠ UTC",
        type=TASK,
        parent="screen",
        components=("Poste conseiller",),
    )
    for said, status in (
        ("2026-11-09 10:00", DOING),
        ("2026-11-12 15:30", REVIEW),
        ("2026-11-13 11:05", DONE),
        ("2026-11-17 09:25", DOING),
    ):
        yield StatusMoved(paris(said), "reopened", status)
    yield Commented(paris("2026-11-17 09:27"), "reopened", "KO en recette, je rouvre.")
    yield IssueOpened(
        paris("2026-11-02 10:45"),
        "reopened-return",
        "boutique",
        "RMA : l'upload HEIC renvoie 415",
        labels=("retours", "bug"),
        milestone="returns-milestone",
    )
    yield IssueClosed(paris("2026-11-10 17:15"), "reopened-return")
    yield IssueReopened(paris("2026-11-18 10:20"), "reopened-return")
    yield Commented(
        paris("2026-11-18 10:21"), "reopened-return", "Toujours KO sur iOS 26, rouvert."
    )


def _moved_to_payments() -> Iterator[Event]:
    """Filed with the wrong team, then moved: same ticket, another key."""
    yield JiraCreated(
        paris("2026-11-03 14:40"),
        "moved",
        "SVC",
        "Double débit signalé par le SAV : idempotency PSP",
        type=TASK,
        components=("Messagerie",),
    )
    yield ProjectMoved(paris("2026-11-10 10:15"), "moved", "PAY")
    yield ParentSet(paris("2026-11-10 10:17"), "moved", "refund-card")
    yield StatusMoved(paris("2026-11-12 09:30"), "moved", DOING)
    yield StatusMoved(paris("2026-11-16 16:20"), "moved", DONE)
    yield StatusMoved(paris("2026-11-18 11:12"), "moved", LIVE)
