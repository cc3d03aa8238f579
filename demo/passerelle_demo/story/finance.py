"""Finance: one objective on course, one that nobody can date, one kept to the day."""

from collections.abc import Iterator

from passerelle_demo.company import BUG, DOING, DONE, LIVE
from passerelle_demo.story.calendar import day, paris, working_hour
from passerelle_demo.story.epics import Epic, epic
from passerelle_demo.story.events import Commented, Event, JiraCreated, StatusMoved
from passerelle_demo.story.flow import flow
from passerelle_demo.story.lines import Line, lines
from passerelle_demo.story.tasks import Stream

WEDNESDAYS = tuple(
    working_hour(week, 2, "go-live").replace(hour=18) for week in range(32, 48)
)
"""Accounting goes live every Wednesday evening, by hand."""

CLOSE = Epic(
    name="close",
    project="FIN",
    number=11,
    title="[EPIC] Fast close J+3 : DAG Airflow + cut-off auto",
    word=(
        paris("2026-11-19 09:40"),
        Line(
            "Novembre sera le premier mois clos en quatre jours.",
            "November will be the first month closed in four days.",
        ),
    ),
    created=paris("2026-07-07 10:30"),
    due=day("2027-01-15"),
    labels=("on-track",),
    components=("Comptabilité",),
)
CLOSE_WORK = Stream(
    name="close-work",
    home="FIN",
    theme="close",
    parent="close",
    components=("Comptabilité",),
    finished=(1, 1, 2, 1, 2, 2, 3, 2, 2, 2, 3, 2, 1, 3, 2, 2),
    planned=6,
    started=2,
    in_review=2,
    shipped=WEDNESDAYS,
    lines=lines(
        (
            "Les ventes de la veille sont dans les comptes chaque matin à sept heures.",
            "Yesterday’s sales are in the books every morning at seven.",
        ),
        (
            "Les écarts de caisse du mois tiennent sur une seule page.",
            "The month’s till differences fit on one page.",
        ),
        (
            "Les avoirs sont rattachés à la bonne période sans reprise manuelle.",
            "Credit notes are posted to the right period without rework.",
        ),
        ("Les frais de port sont répartis par transporteur dès la fin du mois.", ""),
        (
            "Les commissions bancaires sont rapprochées chaque jour.",
            "Bank fees are matched every day.",
        ),
        (
            "Les écritures d’ouverture se préparent sans tableur.",
            "Opening entries are prepared without a spreadsheet.",
        ),
        (
            "Une écriture refusée dit pourquoi et à quel service elle revient.",
            "A refused entry says why, and which desk it goes back to.",
        ),
        ("", "The general ledger is exported in one minute instead of forty."),
        (
            "Le comptable voit d’un coup d’œil ce qui reste à clore.",
            "Accountants see at a glance what is left to close.",
        ),
    ),
)

VAT_WORK = Stream(
    name="vat-work",
    home="FIN",
    theme="vat",
    labels=("tva-ue",),
    components=("Fiscalité",),
    finished=(1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1),
    planned=9,
    started=2,
    in_review=1,
    lines=lines(
        (
            "Les ventes vers l’Allemagne portent le bon taux de TVA.",
            "Sales to Germany carry the right VAT rate.",
        ),
        (
            "Les seuils de chaque pays sont surveillés chaque semaine.",
            "Each country’s thresholds are watched every week.",
        ),
    ),
)

MATCH = Epic(
    name="match",
    project="FIN",
    number=12,
    title="[EPIC] Matching CAMT.053 / factures",
    word=(
        paris("2026-11-12 17:20"),
        Line(
            "Les paiements sont rapprochés automatiquement depuis le 12 novembre.",
            "Payments have been matched automatically since 12 November.",
        ),
    ),
    created=paris("2026-07-14 16:00"),
    due=day("2026-11-13"),
    ended=paris("2026-11-12 17:15"),
    ended_as=LIVE,
    components=("Comptabilité",),
)
MATCH_WORK = Stream(
    name="match-work",
    home="FIN",
    theme="match",
    parent="match",
    components=("Comptabilité",),
    finished=(1, 2, 1, 2, 1, 2, 2, 1, 2, 2, 1, 1, 1),
    until=45,
    shipped=(*WEDNESDAYS[:14], paris("2026-11-12 17:00")),
    lines=lines(
        (
            "Une facture payée se solde toute seule.",
            "A paid invoice settles by itself.",
        ),
        (
            "Les paiements sans facture s’affichent dans une liste unique.",
            "Payments without an invoice appear in a single list.",
        ),
        (
            "Un acompte est rattaché à sa facture dès son arrivée.",
            "A deposit joins its invoice as soon as it arrives.",
        ),
        ("Les factures réglées en deux fois sont reconnues.", ""),
        (
            "Un virement sans référence est proposé à la bonne facture.",
            "A transfer without reference is offered to the right invoice.",
        ),
    ),
)

EXPORT = Epic(
    name="export",
    project="FIN",
    number=32,
    title="[EPIC] Export FEC vers le cabinet (SFTP)",
    line=Line(
        "Le cabinet comptable reçoit les écritures chaque lundi.",
        "The accounting firm receives the journal entries every Monday.",
    ),
    created=paris("2026-08-24 11:15"),
    due=day("2026-10-23"),
    ended=paris("2026-10-29 15:40"),
    ended_as=LIVE,
    components=("Comptabilité",),
)
DUNNING = Epic(
    name="dunning",
    project="FIN",
    number=70,
    title="[EPIC] Dunning workflow v2",
    line=Line(
        "Un impayé est relancé au bout de dix jours, puis de vingt.",
        "An unpaid invoice is chased after ten days, then twenty.",
    ),
    created=paris("2026-09-21 10:45"),
    due=day("2026-11-20"),
    ended=paris("2026-11-19 16:20"),
    ended_as=LIVE,
    components=("Comptabilité",),
)
PARTS = (
    Stream(
        name="export-work",
        home="FIN",
        theme="small",
        parent="export",
        components=("Comptabilité",),
        finished=(1, 1, 1, 1),
        until=43,
        shipped=(paris("2026-10-28 18:00"),),
    ),
    Stream(
        name="dunning-work",
        home="FIN",
        theme="small",
        parent="dunning",
        components=("Comptabilité",),
        finished=(1, 1, 1, 1),
        until=46,
        shipped=(paris("2026-11-19 16:00"),),
        lines=lines(
            (
                "Une relance s’arrête d’elle-même dès que le client a payé.",
                "A reminder stops by itself as soon as the customer has paid.",
            ),
            (
                "Le ton de la relance change selon l’ancienneté de l’impayé.",
                "The tone of the reminder depends on how overdue the invoice is.",
            ),
        ),
    ),
    Stream(
        name="fin-care",
        along=1,
        home="FIN",
        theme="small",
        components=("Comptabilité",),
        labels=("dette",),
        finished=(1, 0, 0, 1, 0, 1, 0, 0, 1),
        started=1,
    ),
)


def story() -> Iterator[Event]:
    """Tell what happened around finance."""
    for promise in (CLOSE, MATCH, EXPORT, DUNNING):
        yield from epic(promise)
    for stream in (CLOSE_WORK, VAT_WORK, MATCH_WORK, *PARTS):
        yield from flow(stream)
    yield from _taken_up_again_and_again()


def _taken_up_again_and_again() -> Iterator[Event]:
    """A fault that was called repaired twice, and is not."""
    handle = "rounding"
    yield JiraCreated(
        paris("2026-10-12 09:35"),
        handle,
        "FIN",
        "Arrondi TVA : écart de 0,01 sur les avoirs multi-taux",
        type=BUG,
        components=("Fiscalité",),
    )
    for at, status in (
        ("2026-10-14 10:10", DOING),
        ("2026-10-20 16:45", DONE),
        ("2026-10-27 09:20", DOING),
        ("2026-11-05 15:30", DONE),
        ("2026-11-17 11:05", DOING),
    ):
        yield StatusMoved(paris(at), handle, status)
    yield Commented(
        paris("2026-11-19 17:10"), handle, "Rejoué en preprod : toujours 0,01 d'écart."
    )
