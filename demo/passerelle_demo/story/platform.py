"""What nobody sees: security, an outage, upkeep, and work that no rule maps."""

from collections.abc import Iterator

from passerelle_demo.company import BUG, DOING, DONE, INCIDENT, LIVE, REVIEW, TASK
from passerelle_demo.story.calendar import paris
from passerelle_demo.story.events import (
    Commented,
    Deleted,
    Event,
    IssueOpened,
    JiraCreated,
    Merged,
    PullOpened,
    Reviewed,
    StatusMoved,
)
from passerelle_demo.story.flow import flow
from passerelle_demo.story.tasks import Stream

UPKEEP = (
    Stream(
        name="ops-upkeep",
        along=1,
        home="OPS",
        theme="platform",
        components=("Site",),
        labels=("dette",),
        finished=(1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1),
        started=1,
        planned=3,
    ),
    Stream(
        name="ops-tooling",
        along=1,
        home="OPS",
        theme="platform",
        components=("Socle",),
        labels=("outillage",),
        finished=(1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1),
        planned=2,
    ),
    Stream(
        name="unmapped-ops",
        along=1,
        home="OPS",
        theme="platform",
        finished=(1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 2),
        started=2,
        planned=3,
    ),
    Stream(
        name="unmapped-platform",
        along=1,
        home="plateforme",
        theme="platform",
        finished=(1, 0, 0, 1, 0, 1, 0, 1, 0, 2),
        planned=2,
        started=1,
    ),
)
"""The last two are work that nobody mapped."""


def story() -> Iterator[Event]:
    """Tell what happened under the surface."""
    for stream in UPKEEP:
        yield from flow(stream)
    yield from _the_card_form_had_a_weakness()
    yield from _one_payment_in_five_was_refused()
    yield from _libraries_were_renewed()
    yield from _filed_by_mistake()


def _the_card_form_had_a_weakness() -> Iterator[Event]:
    """A security job in four tickets, without a business line: nobody sees it."""
    jobs = (
        (
            "XSS stocké dans le champ « note livreur » : <img src=x onerror=alert(1)>",
            "09",
            "12",
        ),
        ("CSP stricte sur l'iframe carte (script-src 'self')", "10", "16"),
        ("Rotation des clés HSM + purge des tokens", "12", "18"),
        ("Rejeu pentest : auth bypass sur /wallet/cards", "13", None),
    )
    for n, (what, start, end) in enumerate(jobs):
        handle = f"security-{n}"
        yield JiraCreated(
            paris(f"2026-11-06 {10 + n}:15"),
            handle,
            "OPS",
            what,
            type=BUG if n == 0 else TASK,
            labels=("securite",),
            components=("Paiement",),
            description="Confidentiel, cf. rapport pentest.",
        )
        yield StatusMoved(paris(f"2026-11-{start} 10:05"), handle, DOING)
        if end:
            yield StatusMoved(paris(f"2026-11-{end} 15:45"), handle, REVIEW)
            yield StatusMoved(paris(f"2026-11-{end} 17:20"), handle, DONE)
        else:
            yield Commented(paris("2026-11-20 16:45"), handle, "Rejeu en cours, 60 %.")
    yield Commented(
        paris("2026-11-09 09:50"),
        "security-0",
        "Décision : La protection du formulaire de carte passe avant le paiement en "
        "trois fois. Décidé par la direction technique le 9 novembre.\n"
        "Decision: Protecting the card form comes before paying in three instalments. "
        "Decided by the technology department on 9 November.",
    )


def _one_payment_in_five_was_refused() -> Iterator[Event]:
    handle = "outage"
    yield JiraCreated(
        paris("2026-11-19 09:22"),
        handle,
        "OPS",
        "P1 – 5xx sur PSP gateway, pool de connexions saturé",
        type=INCIDENT,
        components=("Paiement",),
        description="Runbook PSP-03.",
    )
    yield StatusMoved(paris("2026-11-19 09:24"), handle, DOING)
    yield StatusMoved(paris("2026-11-19 10:02"), handle, DONE)
    yield StatusMoved(paris("2026-11-19 10:03"), handle, LIVE)
    yield Commented(
        paris("2026-11-19 11:30"),
        handle,
        "Post-mortem vendredi.\n"
        "Métier : Jeudi 19 novembre, un paiement sur cinq a été refusé pendant "
        "quarante minutes. C’est réparé.\n"
        "Business: On Thursday 19 November, one payment in five was refused for "
        "forty minutes. This has been fixed.",
    )


def _libraries_were_renewed() -> Iterator[Event]:
    """Changes that no ticket asked for: a robot proposes them."""
    bumps = (
        ("boutique", "Bump undici from 7.11.0 to 7.16.2", "2026-11-05"),
        ("boutique", "Bump vite from 8.0.3 to 8.1.1", "2026-11-17"),
        ("entrepot", "Bump netty-codec-http to 4.2.9 (CVE-2026-21844)", "2026-11-19"),
        ("espace-conseiller", "Bump keycloak-js from 27.1 to 27.3", "2026-10-21"),
    )
    for n, (repository, what, when) in enumerate(bumps):
        handle = f"bump-{n}"
        risky = ("security",) if "CVE" in what else ()
        yield PullOpened(
            paris(f"{when} 05:12"),
            handle,
            repository,
            what,
            branch=f"renovate/{n}",
            body="This PR was generated by Renovate.",
            labels=("dependencies", *risky),
        )
        yield Reviewed(paris(f"{when} 11:40"), handle, "approved")
        yield Merged(paris(f"{when} 14:05"), handle)
    yield IssueOpened(
        paris("2026-11-18 09:00"),
        "dashboard",
        "plateforme",
        "Dependency Dashboard",
        body="This issue lists Renovate updates.",
        labels=("dependencies",),
    )


def _filed_by_mistake() -> Iterator[Event]:
    """Two tickets that should not be: one is deleted already, one will be on Sunday."""
    yield IssueOpened(
        paris("2026-11-09 22:14"), "spam", "boutique", "Cheap SEO backlinks"
    )
    yield Deleted(paris("2026-11-10 09:02"), "spam")
    yield JiraCreated(
        paris("2026-11-16 14:20"),
        "duplicate",
        "SVC",
        "(doublon) Vue 360 : cache timeline KO",
        type=TASK,
        parent="screen",
        components=("Poste conseiller",),
    )
