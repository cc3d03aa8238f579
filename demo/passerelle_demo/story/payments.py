"""Payments: one objective on course, one that is green in the tracker but not in truth.

Paying in three instalments is labelled "on-track" and half of it is called done; yet
nothing has moved since 30 October, and what was called done last was never merged.
"""

from collections.abc import Iterator

from passerelle_demo.company import DOING, DONE, LIVE, REVIEW, TASK
from passerelle_demo.story.calendar import day, paris
from passerelle_demo.story.epics import Epic, epic
from passerelle_demo.story.events import (
    Commented,
    Event,
    IssueClosed,
    IssueOpened,
    JiraCreated,
    Labelled,
    MilestoneOpened,
    PullOpened,
    Reviewed,
    StatusMoved,
)
from passerelle_demo.story.flow import flow
from passerelle_demo.story.lines import Line, lines
from passerelle_demo.story.releases import BOUTIQUE
from passerelle_demo.story.tasks import Stream

EXPRESS = Epic(
    name="express",
    project="PAY",
    number=16,
    title="[EPIC] One-tap checkout : tokenisation réseau + wallet",
    word=(
        paris("2026-11-19 15:05"),
        Line(
            "Un client sur dix s’en sert déjà.",
            "One customer in ten uses it already.",
        ),
    ),
    created=paris("2026-07-06 10:20"),
    due=day("2027-01-29"),
    labels=("on-track",),
    components=("Caisse",),
)
EXPRESS_WORK = Stream(
    name="express-work",
    home="boutique",
    theme="express",
    parent="express-milestone",
    labels=("paiement-express",),
    finished=(1, 2, 2, 2, 2, 3, 2, 3, 2, 3, 3, 2, 3, 2, 3, 3),
    planned=14,
    added=1,
    started=2,
    in_review=2,
    lines=lines(
        (
            "Un client déjà connu paie en un geste, sans ressaisir sa carte.",
            "A returning customer pays with one tap, without typing the card again.",
        ),
        (
            "Un double appui ne débite le client qu’une fois.",
            "A double tap charges the customer only once.",
        ),
        (
            "Le montant, livraison comprise, s’affiche avant la confirmation.",
            "The amount, delivery included, is shown before the customer confirms.",
        ),
        (
            "La carte enregistrée montre ses quatre derniers chiffres.",
            "The saved card shows its last four digits before payment.",
        ),
        ("Le paiement sur téléphone tient sur un seul écran.", ""),
        (
            "Un client retire une carte enregistrée depuis son compte.",
            "A customer removes a saved card from the account page.",
        ),
        ("", "A customer picks a favourite among saved cards."),
        (
            "Le client est prévenu un mois avant la fin de validité de sa carte.",
            "Customers are told a month before a saved card expires.",
        ),
        (
            "Un paiement interrompu reprend là où le client l’avait laissé.",
            "An interrupted payment resumes where the customer left it.",
        ),
        (
            "La confirmation du paiement arrive en moins de cinq secondes.",
            "Customers receive their confirmation within five seconds.",
        ),
        (
            "L’adresse habituelle est proposée d’office au moment de payer.",
            "The usual address is filled in when the customer pays.",
        ),
    ),
)

SILENCE = paris("2026-10-30 16:10")
"""The last time that anyone touched the instalments."""
INSTALMENTS = Epic(
    name="instalments",
    project="PAY",
    number=17,
    title="[EPIC] BNPL 3x sans frais (partenaire FinTech)",
    word=(
        paris("2026-10-27 16:05"),
        Line(
            "Nous serons prêts pour Noël.",
            "We will be ready for Christmas.",
        ),
    ),
    created=paris("2026-07-15 11:00"),
    due=day("2026-12-18"),
    labels=("on-track",),
    components=("Caisse",),
    spoken_of_until=SILENCE,
)
INSTALMENTS_WORK = Stream(
    name="instalments-work",
    along=16,
    home="PAY",
    theme="instalments",
    parent="instalments",
    components=("Caisse",),
    code="boutique",
    finished=(1, 1, 2, 2, 3, 2, 3, 2, 2, 2, 2, 2),
    until=43,
    started=1,
    seen=SILENCE,
    shipped=tuple(moment for moment in BOUTIQUE if moment < SILENCE),
    lines=lines(
        (
            "Le client voit ses trois échéances avant de s’engager.",
            "Customers see their three payments before they agree.",
        ),
        (
            "Le client reçoit un rappel trois jours avant chaque échéance.",
            "Customers are reminded three days before each payment.",
        ),
        (
            "Le paiement en trois fois est proposé à partir de 90 euros d’achats.",
            "Paying in three is offered from 90 euros of purchases.",
        ),
        ("Un client peut solder ses échéances en avance.", ""),
        (
            "Une échéance refusée est retentée deux jours plus tard, sans frais.",
            "A refused payment is tried again two days later, at no charge.",
        ),
    ),
)

REFUND = Epic(
    name="refund-card",
    project="PAY",
    number=49,
    title="[EPIC] Refund to original PAN via PSP API",
    line=Line(
        "Un remboursement revient sur la carte qui a servi à payer.",
        "A refund goes back to the card that was used to pay.",
    ),
    created=paris("2026-09-14 14:00"),
    due=day("2026-11-13"),
    ended=paris("2026-11-18 11:25"),
    ended_as=LIVE,
    components=("Back-office paiement",),
)
RECEIPT = Epic(
    name="receipt",
    project="PAY",
    number=53,
    title="[EPIC] Reçu transactionnel (mailer v2, templates MJML)",
    line=Line(
        "Chaque paiement est suivi d’un reçu par courriel.",
        "Every payment is followed by an e-mail receipt.",
    ),
    created=paris("2026-09-21 09:50"),
    due=day("2026-11-27"),
    components=("Back-office paiement",),
)
GIFT = Epic(
    name="gift-card",
    project="PAY",
    number=22,
    title="[EPIC] Carte cadeau : ledger + redeem API",
    line=Line(
        "Les clients paient avec une carte cadeau, en une ou plusieurs fois.",
        "Customers spend a gift card all at once or in parts.",
    ),
    created=paris("2026-08-03 10:05"),
    due=day("2026-10-02"),
    ended=paris("2026-09-29 16:30"),
    ended_as=LIVE,
    components=("Caisse",),
)
PARTS = (
    Stream(
        name="refund-work",
        home="PAY",
        theme="small",
        parent="refund-card",
        components=("Back-office paiement",),
        finished=(1, 0, 1, 1, 2),
        until=46,
        shipped=(paris("2026-11-18 11:10"),),
        lines=lines(
            (
                "Le client voit désormais sur son compte la date de son remboursement.",
                "Customers can now see the date of their refund on their account.",
            ),
            (
                "Un remboursement partiel se fait article par article.",
                "A partial refund is made item by item.",
            ),
        ),
    ),
    Stream(
        name="receipt-work",
        home="PAY",
        theme="small",
        parent="receipt",
        components=("Back-office paiement",),
        finished=(1, 0, 1, 0, 1, 0, 1),
        started=1,
        in_review=1,
        lines=lines(
            (
                "Le reçu montre la remise et les frais de port sur deux lignes.",
                "The receipt shows discount and delivery on two lines.",
            ),
        ),
    ),
    Stream(
        name="gift-work",
        home="PAY",
        theme="small",
        parent="gift-card",
        components=("Caisse",),
        finished=(1, 1, 0, 1, 1),
        until=39,
        shipped=(paris("2026-09-29 16:00"),),
        lines=lines(
            (
                "Le solde d’une carte cadeau s’affiche au moment de payer.",
                "The balance of a gift card is shown when the customer pays.",
            ),
        ),
    ),
    Stream(
        name="pay-care",
        along=1,
        home="PAY",
        theme="small",
        components=("Caisse",),
        labels=("dette",),
        finished=(1, 0, 1, 0, 0, 1, 0, 1, 0, 1),
        started=1,
    ),
)


def story() -> Iterator[Event]:
    """Tell what happened around payments."""
    for promise in (EXPRESS, INSTALMENTS, REFUND, RECEIPT, GIFT):
        yield from epic(promise)
    yield MilestoneOpened(
        paris("2026-07-06 10:40"),
        "express-milestone",
        "boutique",
        "Paiement express",
        day("2027-01-29"),
        "One-tap checkout, voir l'epic Jira.",
    )
    for stream in (EXPRESS_WORK, INSTALMENTS_WORK, *PARTS):
        yield from flow(stream)
    yield from _called_done_but_never_merged()
    yield from _closed_but_never_merged()
    yield Commented(
        paris("2026-10-30 16:02"),
        "instalments",
        "Weekly: RAS, on est large.",
    )


def _called_done_but_never_merged() -> Iterator[Event]:
    """Three tickets were called done; their pull requests wait to this day."""
    for n, what in enumerate(
        (
            "InstallmentPlan : arrondi au centime",
            "Callback financeur : signature HMAC",
            "Simulateur 3x sur la fiche produit",
        )
    ):
        handle, hour = f"unmerged-{n}", 9 + 2 * n
        yield JiraCreated(
            paris(f"2026-07-{27 + n} 10:15"),
            handle,
            "PAY",
            what,
            type=TASK,
            parent="instalments",
            components=("Caisse",),
        )
        yield StatusMoved(paris(f"2026-10-{26 + n} {hour:02}:20"), handle, DOING)
        yield PullOpened(
            paris(f"2026-10-{27 + n} 11:05"),
            f"{handle}-pr",
            "boutique",
            f"{{{handle}}}: {what}",
            branch=f"feature/3x-{n}",
            body=f"Ticket {{{handle}}}. Reste la revue sécu.",
            labels=("paiement-3x",),
        )
        yield StatusMoved(paris(f"2026-10-{28 + n // 2} {hour:02}:40"), handle, REVIEW)
        yield StatusMoved(paris(f"2026-10-{29 + n // 2} {hour:02}:30"), handle, DONE)
    yield Reviewed(paris("2026-10-30 15:12"), "unmerged-1-pr", "changes_requested")


def _closed_but_never_merged() -> Iterator[Event]:
    """Two GitHub issues were closed by hand before the change that fixes them."""
    for n, what in enumerate(
        ("BnplEligibilityRule : panier mixte", "Mandat SEPA : IBAN non FR refusé")
    ):
        handle = f"closed-early-{n}"
        yield IssueOpened(
            paris(f"2026-07-{28 + n} 15:25"),
            handle,
            "boutique",
            what,
            labels=("paiement-3x",),
        )
        yield PullOpened(
            paris(f"2026-10-{27 + n} 09:45"),
            f"{handle}-pr",
            "boutique",
            what,
            branch=f"bnpl/{n}",
            body=f"Fixes {{{handle}}}",
            labels=("paiement-3x",),
            fixes=handle,
        )
        yield Labelled(paris(f"2026-10-{28 + n} 10:00"), handle, "on-track")
        yield IssueClosed(paris(f"2026-10-{29 + n} 14:50"), handle)
