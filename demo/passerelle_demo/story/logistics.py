"""Logistics: two objectives on course and a promise kept two days early."""

from collections.abc import Iterator

from passerelle_demo.company import DOING, LIVE, REVIEW, TASK
from passerelle_demo.story.calendar import day, paris
from passerelle_demo.story.epics import Epic, epic
from passerelle_demo.story.events import (
    Event,
    JiraCreated,
    Labelled,
    MilestoneOpened,
    StatusMoved,
)
from passerelle_demo.story.flow import flow
from passerelle_demo.story.lines import Line, lines
from passerelle_demo.story.releases import ENTREPOT
from passerelle_demo.story.tasks import Stream

TRACKING = Epic(
    name="tracking",
    project="LOG",
    number=16,
    title="[EPIC] Tracking temps réel multi-carrier (EDI + webhooks)",
    word=(
        paris("2026-11-18 10:35"),
        Line(
            "Les trois transporteurs nous envoient désormais leurs positions.",
            "All three carriers now send us their positions.",
        ),
    ),
    created=paris("2026-06-29 11:10"),
    due=day("2027-01-22"),
    labels=("on-track",),
    components=("Transport",),
)
TRACKING_WORK = Stream(
    name="tracking-work",
    home="entrepot",
    theme="tracking",
    parent="tracking-milestone",
    labels=("suivi-colis",),
    finished=(2, 2, 1, 2, 3, 2, 2, 3, 3, 2, 3, 2, 3, 2, 3, 3),
    planned=12,
    started=2,
    in_review=2,
    lines=lines(
        (
            "Le client voit sur une carte où se trouve son colis.",
            "Customers see on a map where their parcel is.",
        ),
        (
            "Le client choisit un autre créneau s’il doit être absent.",
            "Customers choose another slot if they will be out.",
        ),
        (
            "Un colis immobile depuis deux jours alerte l’équipe transport.",
            "A parcel that has not moved for two days alerts the transport team.",
        ),
        (
            "Le client est prévenu trente minutes avant le passage du livreur.",
            "Customers are told thirty minutes before the driver arrives.",
        ),
        (
            "La photo du colis livré est visible dès la livraison.",
            "The delivery photo is visible as soon as the parcel is delivered.",
        ),
        ("Un colis remis en point relais affiche les heures d’ouverture.", ""),
        (
            "Tous les transporteurs disent avec les mêmes mots où est un colis.",
            "All carriers say in the same words where a parcel is.",
        ),
        (
            "Une commande partagée en deux colis se suit sur une seule page.",
            "An order split in two parcels is followed on one page.",
        ),
        ("", "Delays caused by the weather are announced in the morning."),
        (
            "L’heure d’arrivée prévue se précise à chaque étape.",
            "The arrival time becomes more precise at every step.",
        ),
        (
            "Un colis égaré ouvre seul une recherche auprès du transporteur.",
            "A lost parcel opens its own search with the carrier.",
        ),
    ),
)

STOCK = Epic(
    name="stock",
    project="LOG",
    number=17,
    title="[EPIC] Cycle count WMS (inventaire tournant)",
    word=(
        paris("2026-11-13 14:20"),
        Line(
            "Deux allées sur dix se comptent déjà ainsi.",
            "Two aisles in ten are already counted this way.",
        ),
    ),
    created=paris("2026-07-13 09:40"),
    due=day("2027-02-26"),
    components=("Entrepôt",),
)
STOCK_WORK = Stream(
    name="stock-work",
    home="LOG",
    theme="stock",
    parent="stock",
    components=("Entrepôt",),
    code="entrepot",
    finished=(1, 1, 2, 1, 2, 2, 1, 3, 2, 2, 2, 1, 3, 2, 2, 2),
    planned=14,
    started=2,
    in_review=2,
    shipped=ENTREPOT,
    lines=lines(
        (
            "Une seule allée peut se compter pendant que les autres restent ouvertes.",
            "A single aisle can be counted while the others stay open.",
        ),
        (
            "Les écarts de stock s’affichent le soir même du comptage.",
            "Stock differences are shown on the evening of the count.",
        ),
        (
            "Un article compté deux fois différemment est recompté d’office.",
            "An item counted twice with two results is counted again.",
        ),
        (
            "Les préparateurs comptent avec le lecteur qu’ils ont déjà.",
            "Pickers count with the scanner they already carry.",
        ),
        ("Le comptage reprend où il s’était arrêté après une pause.", ""),
        (
            "Le responsable voit quelles allées attendent depuis un mois.",
            "The manager sees which aisles have waited for a month.",
        ),
        (
            "Un stock corrigé est juste sur le site en moins d’une minute.",
            "A corrected stock is right on the site within a minute.",
        ),
        ("", "Pallets on high shelves are counted from the ground."),
        (
            "Les articles fragiles se comptent sans être déplacés.",
            "Fragile items are counted without being moved.",
        ),
    ),
)

LABEL = Epic(
    name="return-label",
    project="LOG",
    number=48,
    title="[EPIC] Étiquette retour : PDF + QR (ZPL fallback)",
    line=Line(
        "Le client imprime chez lui son étiquette de retour, ou montre un code.",
        "Customers print their return label at home, or show a code.",
    ),
    created=paris("2026-09-07 10:00"),
    due=day("2026-11-20"),
    ended=paris("2026-11-18 09:05"),
    ended_as=LIVE,
    components=("Transport",),
)
RELAY = Epic(
    name="relay",
    project="LOG",
    number=27,
    title="[EPIC] Relais BE : mapping Mondial / bpost",
    line=Line(
        "Les clients belges retirent leur colis en point relais.",
        "Belgian customers collect their parcel at a pick-up point.",
    ),
    created=paris("2026-08-10 14:25"),
    due=day("2026-10-16"),
    ended=paris("2026-10-15 10:10"),
    ended_as=LIVE,
    components=("Transport",),
)
WEIGH = Epic(
    name="weigh",
    project="LOG",
    number=18,
    title="[EPIC] Pesée auto convoyeur (OPC-UA)",
    line=Line(
        "Chaque colis est pesé sur le convoyeur, sans manutention.",
        "Every parcel is weighed on the conveyor, untouched by hand.",
    ),
    created=paris("2026-07-20 15:00"),
    due=day("2026-09-18"),
    ended=paris("2026-09-24 09:20"),
    ended_as=LIVE,
    components=("Entrepôt",),
)
PARTS = (
    Stream(
        name="label-work",
        home="LOG",
        theme="small",
        parent="return-label",
        components=("Transport",),
        finished=(1, 1, 0, 1, 2),
        until=46,
        shipped=(paris("2026-11-18 07:20"),),
        lines=lines(
            (
                "Le point relais accepte un retour sur simple lecture du code.",
                "Pick-up points accept a return by scanning its code.",
            ),
            (
                "L’étiquette de retour indique le bon transporteur pour chaque pays.",
                "The return label names the right carrier for each country.",
            ),
        ),
    ),
    Stream(
        name="relay-work",
        home="LOG",
        theme="small",
        parent="relay",
        components=("Transport",),
        finished=(1, 1, 1, 1, 1),
        until=41,
        shipped=(paris("2026-10-15 09:00"),),
    ),
    Stream(
        name="weigh-work",
        home="LOG",
        theme="small",
        parent="weigh",
        components=("Entrepôt",),
        finished=(1, 1, 1, 0, 1),
        until=38,
        shipped=(paris("2026-09-23 18:00"),),
    ),
    Stream(
        name="log-care",
        along=1,
        home="LOG",
        theme="small",
        components=("Entrepôt",),
        labels=("dette",),
        finished=(1, 0, 1, 0, 1, 0, 0, 1, 1, 1),
        started=1,
    ),
)


def story() -> Iterator[Event]:
    """Tell what happened around logistics."""
    for promise in (TRACKING, STOCK, LABEL, RELAY, WEIGH):
        yield from epic(promise)
    yield MilestoneOpened(
        paris("2026-06-29 11:30"),
        "tracking-milestone",
        "entrepot",
        "Suivi des colis",
        day("2027-01-22"),
        "Tracking temps réel, voir l'epic Jira.",
    )
    for stream in (TRACKING_WORK, STOCK_WORK, *PARTS):
        yield from flow(stream)
    yield from _long_in_review()


def _long_in_review() -> Iterator[Event]:
    """Somebody comes back to it every other week, and nobody accepts it."""
    handle = "scales-review"
    yield JiraCreated(
        paris("2026-10-05 14:15"),
        handle,
        "LOG",
        "Balance de quai : relecture du driver OPC-UA",
        type=TASK,
        components=("Entrepôt",),
    )
    yield StatusMoved(paris("2026-10-08 09:30"), handle, DOING)
    yield StatusMoved(paris("2026-10-14 16:20"), handle, REVIEW)
    for at, label in (
        ("2026-10-26 11:00", "revue-1"),
        ("2026-11-06 10:40", "revue-2"),
        ("2026-11-18 15:25", "revue-3"),
    ):
        yield Labelled(paris(at), handle, label)
