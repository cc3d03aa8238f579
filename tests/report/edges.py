"""Weeks at the edge of what a page can hold: one function an edge."""

from collections.abc import Callable
from datetime import date, timedelta

from passerelle_report.contents import WeeklyReport
from passerelle_schemas.business import (
    BusinessItem,
    RiskKind,
    Severity,
    Stage,
    WorkKind,
)
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import Objective
from tests.report import company
from tests.report.company import (
    at,
    begun,
    both,
    dates,
    done,
    epic,
    item,
    note,
    paced,
    report,
    risk,
    rules,
    stages,
    usable,
)

REPLY = company.REPLY.id
HOSTILE = (
    '</p><script>alert(1)</script><img src="file:///etc/passwd">'
    "<style>@page{size:1cm}</style>\u202eevil\u202c{{ 7*7 }}{% raw %}"
    'url(file:///etc/passwd) " onload="x" \u0000\ud7ff&amp;'
)


def objective(number: int, **more: object) -> Objective:
    """One of many objectives."""
    return Objective.model_validate(
        {
            "id": f"objective-{number}",
            "department": "customer-service",
            "name": both(f"Reach goal {number} for", f"Atteindre le but {number} pour"),
            "short": both(f"goal {number}", f"le but {number}"),
            "promised_by": f"G{number}-1",
            **more,
        }
    )


def everything() -> WeeklyReport:
    """The whole story."""
    return report()


def nothing() -> WeeklyReport:
    """A department without objective, promise or news; nothing at all is known."""
    return report([], rules(()), "logistics")


def no_news() -> WeeklyReport:
    """One objective on course, and a week in which nothing was finished."""
    items = [
        epic("CRM-1", company.RECORD.id, promises=dates((date(2027, 6, 1), 70))),
        *paced("CRM", company.RECORD.id, weekly=(3, 2, 3, 2, 3, 0), left=6),
    ]
    return report(items, rules((company.RECORD,)))


def overdue() -> WeeklyReport:
    """Its flag lies behind today, moved three times; the first date still shows."""
    given = dates(
        (date(2026, 8, 14), 130),
        (date(2026, 9, 11), 95),
        (date(2026, 10, 16), 60),
        (date(2026, 11, 13), 30),
    )
    items = [
        epic("SC-1", company.REPLY.id, promises=given, created_at=at(140)),
        *paced("SC", company.REPLY.id, weekly=(1, 2, 1, 1, 2, 1, 1, 2), left=9),
    ]
    return report(items, rules((company.REPLY,)))


def across_its_flag() -> WeeklyReport:
    """The range begins before its flag and ends after it."""
    items = [
        epic("SC-1", company.REPLY.id, promises=dates((date(2027, 1, 8), 70))),
        *paced("SC", company.REPLY.id, weekly=(0, 3, 1, 0, 4, 1, 0, 3, 2, 1), left=10),
    ]
    return report(items, rules((company.REPLY,)))


def fourteen_months() -> WeeklyReport:
    """An axis that reaches more than a year ahead."""
    items = [
        epic("SC-1", company.REPLY.id, promises=dates((date(2027, 12, 17), 70))),
        *paced("SC", company.REPLY.id, weekly=(1,) * 12, left=50),
        epic("REF-1", company.REFUND.id, promises=dates((date(2026, 12, 4), 70))),
        *paced("REF", company.REFUND.id, weekly=(2,) * 12, left=3),
    ]
    return report(items, rules((company.REPLY, company.REFUND)))


def nine_objectives() -> WeeklyReport:
    """More than a page holds, every other one in trouble."""
    items: list[BusinessItem] = []
    for number in range(1, 10):
        due = date(2026, 12, 4) + timedelta(days=14 * number)
        items += [
            epic(
                f"G{number}-1",
                f"objective-{number}",
                promises=dates((due - timedelta(days=20), 80), (due, 30)),
                notes=(note("We do the hard part first.", Language.ENGLISH),),
            ),
            *paced(
                f"G{number}",
                f"objective-{number}",
                weekly=(number % 3 + 1, 1, 2, number % 4, 1, 2, 1),
                left=4 * (number % 4) + 2,
            ),
        ]
    return report(items, rules([objective(n) for n in range(1, 10)]))


def long_names() -> WeeklyReport:
    """Names of eighty letters, in every place that has a name."""
    words = (
        "Answer every single letter of every customer in each of our eleven languages"
    )
    french = "Répondre à chaque lettre de chaque client dans toutes nos onze langues"
    long = [
        objective(
            n,
            name=both(f"{words} {n}", f"{french} {n}"),
            short=both(f"the {words.lower()} {n}", f"la {french.lower()} {n}"),
            lateness_costs=both(
                "Until then, customers who write in another language wait for a week, "
                "and some of them leave for good without telling us why they did.",
                "D’ici là, les clients qui écrivent dans une autre langue attendent "
                "une semaine, et certains s’en vont sans nous dire pourquoi.",
            ),
        )
        for n in range(1, 4)
    ]
    items: list[BusinessItem] = []
    for n in range(1, 4):
        items += [
            epic(
                f"G{n}-1",
                f"objective-{n}",
                promises=dates(
                    (date(2026, 11, 27), 80),
                    (date(2026, 12, 11), 51),
                    (date(2026, 12, 18), 6),
                ),
                notes=(
                    note(
                        "We found that the oldest letters are kept in another place, "
                        "which makes all of this take longer than we had thought.",
                        Language.ENGLISH,
                    ),
                    note(
                        "Les plus anciennes lettres sont rangées ailleurs, ce qui rend "
                        "le tout plus long que nous ne le pensions au départ, hélas.",
                        Language.FRENCH,
                    ),
                ),
            ),
            *paced(f"G{n}", f"objective-{n}", weekly=(1, 2, 1, 2, 1, 2, 3), left=10),
        ]
    return report(items, rules(long))


def crowded() -> WeeklyReport:
    """Far more deliveries, promises and risks than there is room for."""
    items = company.story()
    for n in range(60):
        work = list(WorkKind)[n % 5]
        items.append(usable(f"BIG-{n}", 1 + n % 6, capability="complaints", work=work))
        items.append(done(f"BIG-{100 + n}", 1 + n % 6, capability="messages"))
    for n in range(40):
        given = date(2026, 10, 1) + timedelta(days=3 * n)
        items.append(
            item(
                f"BIG-{200 + n}",
                type_name="Epic",
                capability="order-search",
                stages=stages((Stage.STARTED, 50)),
                promises=dates((given, 60), (given + timedelta(days=9), 20)),
                risks=(risk(RiskKind.PROMISE_PASSED, Severity.HIGH, 2, now=given),),
            )
        )
        items.append(
            usable(
                f"BIG-{300 + n}",
                1 + n % 6,
                capability="complaints",
                notes=(
                    note(f"Customers see answer number {n} at once.", Language.ENGLISH),
                    note(f"Les clients voient la réponse numéro {n}.", Language.FRENCH),
                ),
            )
        )
    return report(items)


def stale() -> WeeklyReport:
    """One project read late, another never."""
    items = company.story()
    marks = [
        mark.model_copy(update={"complete_until": at(3.2)})
        if mark.project == "CRM"
        else mark
        for mark in company.watermarks(items)
        if mark.project != "REF"
    ]
    return report(items, watermarks=marks, broken=2)


def hostile() -> WeeklyReport:
    """Tracker text that would like to be markup, style, a link or a program."""
    evil = item(
        "SC-9",
        url="javascript:alert(1)",
        project=HOSTILE[:60],
        capability="complaints",
        stages=stages((Stage.STARTED, 9), (Stage.AVAILABLE, 2)),
        notes=(
            note(HOSTILE, Language.ENGLISH),
            note("x" * 10_000, Language.FRENCH),
        ),
    ).model_copy(update={"key": HOSTILE * 60})
    far = usable("SC-8", 2, url="file:///etc/passwd", capability="order-search")
    odd = usable("SC-7", 1, url="https://tracker.example/\u65e5\u672c").model_copy(
        update={"key": "日本語-1 \N{GRINNING FACE}"}
    )
    return report([*company.story(), evil, far, odd])


def finished() -> WeeklyReport:
    """Every objective reached, one of them late."""
    items = [
        epic(
            "SC-1",
            company.REPLY.id,
            promises=dates((date(2026, 11, 6), 80)),
            stages=stages((Stage.STARTED, 60), (Stage.AVAILABLE, 3)),
        ),
        *[
            done(f"SC-{n}", 5 + n % 20, objective=company.REPLY.id)
            for n in range(10, 20)
        ],
    ]
    return report(items, rules((company.REPLY,)))


def said_finished() -> WeeklyReport:
    """Finished in the tracker, and four of its tasks are open."""
    items = [
        epic(
            "SC-1",
            company.REPLY.id,
            promises=dates((date(2026, 12, 18), 80)),
            stages=stages((Stage.STARTED, 60), (Stage.FINISHED, 3)),
        ),
        *[
            done(f"SC-{n}", 5 + n % 20, objective=company.REPLY.id)
            for n in range(10, 13)
        ],
        *[begun(f"SC-{n}", 5, objective=company.REPLY.id) for n in range(20, 24)],
    ]
    return report(items, rules((company.REPLY,)))


def still() -> WeeklyReport:
    """Enough was finished for a forecast, and for three weeks nothing has moved."""
    items = [
        epic(
            "SC-1",
            REPLY,
            promises=dates((date(2026, 12, 4), 80)),
            notes=(
                note("We will be ready in time.", Language.ENGLISH, 26),
                note("Nous serons prêts à temps.", Language.FRENCH, 26),
            ),
        ),
        *paced("SC", REPLY, weekly=(2, 3, 2, 2, 1, 3, 2, 2, 0, 0, 0), left=0),
        *[begun(f"SC-{n}", 30 + n, objective=REPLY) for n in range(800, 803)],
        *[
            begun(f"SC-{n}", 25, objective=REPLY, created_at=at(60))
            for n in range(810, 818)
        ],
    ]
    return report(items, rules((company.REPLY,)))


def finished_late() -> WeeklyReport:
    """Two objectives: one finished late, one in time; nothing else is open."""
    items = [
        *reached_by("SC-1", REPLY, date(2026, 11, 6)),
        *reached_by("REF-1", company.REFUND.id, date(2026, 11, 27)),
    ]
    return report(items, rules((company.REPLY, company.REFUND)))


def reached_by(key: str, objective_id: str, due: date) -> list[BusinessItem]:
    """An objective that was reached three days before the end of the week."""
    return [
        epic(
            key,
            objective_id,
            promises=dates((due, 80)),
            stages=stages((Stage.STARTED, 60), (Stage.AVAILABLE, 3)),
        ),
        *[done(f"{key}{n}", 5 + n % 20, objective=objective_id) for n in range(10, 20)],
    ]


EDGES: dict[str, Callable[[], WeeklyReport]] = {
    edge.__name__: edge
    for edge in (
        everything,
        nothing,
        no_news,
        overdue,
        across_its_flag,
        fourteen_months,
        nine_objectives,
        long_names,
        crowded,
        stale,
        hostile,
        finished,
        said_finished,
        still,
        finished_late,
    )
}
