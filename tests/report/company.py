"""An invented company, small: its rules, and business items by the stage they reach."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from passerelle_report.contents import WeeklyReport
from passerelle_report.week import Week
from passerelle_report.weekly import decide
from passerelle_schemas.business import (
    BusinessItem,
    BusinessNote,
    PromisedDate,
    RiskEpisode,
    RiskKind,
    Severity,
    Stage,
    StageReached,
    State,
    WorkKind,
)
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.facts import Language, RemovalReason
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import (
    Bilingual,
    Capability,
    Company,
    Department,
    Desk,
    GlossaryTerm,
    Objective,
    RuleSet,
)

WEEK = Week.parse("2026-W47")
MONDAY = WEEK.monday
PARIS = ZoneInfo("Europe/Paris")
END = datetime(2026, 11, 22, 23, tzinfo=UTC)
"""Midnight in Paris."""


def at(days_ago: float, base: datetime = END) -> datetime:
    """An instant so many days before the end of the week."""
    return base - timedelta(days=days_ago)


def on(day: date) -> datetime:
    """Noon of a day."""
    return datetime.combine(day, time(12), UTC)


def both(en: str, fr: str) -> Bilingual:
    return Bilingual(fr=fr, en=en)


DEPARTMENTS = (
    Department(
        id="customer-service",
        name=both("Customer service", "Service client"),
        addressed=both("For customer service", "Pour le service client"),
        language=Language.FRENCH,
    ),
    Department(
        id="logistics",
        name=both("Logistics", "Logistique"),
        addressed=both("For logistics", "Pour la logistique"),
        language=Language.ENGLISH,
    ),
)
REPLY = Objective(
    id="four-hour-reply",
    department="customer-service",
    name=both(
        "Answer every customer within four hours",
        "Répondre à chaque client en moins de quatre heures",
    ),
    short=both("the four-hour reply", "la réponse en quatre heures"),
    promised_by="SC-1",
    lateness_costs=both(
        "Until then, one customer in three waits more than a day.",
        "D’ici là, un client sur trois attend plus d’un jour.",
    ),
)
REFUND = Objective(
    id="refund",
    department="customer-service",
    name=both(
        "Refund a customer without a phone call",
        "Rembourser un client sans appel téléphonique",
    ),
    short=both("the refund without a call", "le remboursement sans appel"),
    promised_by="REF-1",
    lateness_costs=both(
        "Until then, each refund costs a call.",
        "D’ici là, chaque remboursement coûte un appel.",
    ),
)
RECORD = Objective(
    id="one-record",
    department="customer-service",
    name=both("One record for each customer", "Une fiche unique pour chaque client"),
    short=both("the single customer record", "la fiche client unique"),
    promised_by="CRM-1",
)
CAPABILITIES = (
    Capability(
        id="complaints",
        name=both("Complaints", "Réclamations"),
        department="customer-service",
    ),
    Capability(id="order-search", name=both("Order search", "Recherche de commandes")),
    Capability(id="messages", name=both("Messages", "Messagerie")),
)
GLOSSARY = (
    GlossaryTerm(
        word=both("complaint", "réclamation"),
        means=both(
            "what a customer tells us is wrong", "ce dont un client se plaint à nous"
        ),
    ),
)


def rules(
    objectives: Sequence[Objective] = (REPLY, REFUND, RECORD), **more: object
) -> RuleSet:
    """A rule set of the invented company."""
    return RuleSet.model_validate(
        {
            "version": 14,
            "content_hash": "0" * 64,
            "effective_from": datetime(2026, 1, 1, tzinfo=UTC),
            "company": Company(
                name="Maison Verdier",
                desk=Desk(
                    name=both(
                        "The technology department’s business desk",
                        "Le bureau métiers de la direction technique",
                    ),
                    address="desk@maison-verdier.example",
                ),
            ),
            "departments": DEPARTMENTS,
            "objectives": tuple(objectives),
            "capabilities": CAPABILITIES,
            "glossary": GLOSSARY,
            "limits": Limits(),
            **more,
        }
    )


def item(key: str, **fields: object) -> BusinessItem:
    """A mapped task of customer service, created a hundred days ago; change at will."""
    made: dict[str, object] = {
        "id": f"jira-verdier:{key}",
        "key": key,
        "url": f"https://tracker.example/browse/{key}",
        "source": "jira-verdier",
        "tracker": Tracker.JIRA,
        "project": key.rpartition("-")[0] or "X",
        "kind_of_item": ItemKind.ISSUE,
        "type_name": "Task",
        "rule_set": 14,
        "state": State.MAPPED,
        "department": "customer-service",
        "created_at": at(100),
        "learned_at": at(90),
    }
    return BusinessItem.model_validate(made | fields)


def stages(*reached: tuple[Stage, float]) -> tuple[StageReached, ...]:
    """Stages with how many days before the end of the week each was reached."""
    return tuple(
        StageReached(stage=stage, at=at(ago), learned_at=at(ago))
        for stage, ago in reached
    )


def done(key: str, days_ago: float, **fields: object) -> BusinessItem:
    """A task finished so long ago."""
    return item(
        key,
        stages=stages((Stage.STARTED, days_ago + 5), (Stage.FINISHED, days_ago)),
        **fields,
    )


def usable(key: str, days_ago: float, **fields: object) -> BusinessItem:
    """A task in users' hands since then."""
    return item(
        key,
        stages=stages((Stage.STARTED, days_ago + 5), (Stage.AVAILABLE, days_ago)),
        **fields,
    )


def begun(key: str, days_ago: float, **fields: object) -> BusinessItem:
    """A task that was started then, and is open."""
    return item(key, stages=stages((Stage.STARTED, days_ago)), **fields)


def dates(*given: tuple[date | None, float]) -> tuple[PromisedDate, ...]:
    """Dates with how many days before the end of the week each was given."""
    return tuple(
        PromisedDate(due=due, said_at=at(ago), learned_at=at(ago)) for due, ago in given
    )


def note(text: str, language: Language, days_ago: float = 2) -> BusinessNote:
    """A team's own words."""
    return BusinessNote(
        language=language, text=text, written_at=at(days_ago), learned_at=at(days_ago)
    )


def risk(
    kind: RiskKind, severity: Severity, days_ago: float, **more: object
) -> RiskEpisode:
    """A risk that holds since then."""
    return RiskEpisode.model_validate(
        {
            "kind": kind,
            "severity": severity,
            "since": at(days_ago),
            "learned_at": at(days_ago),
            **more,
        }
    )


def paced(
    prefix: str, objective: str, *, weekly: Sequence[int], left: int, **fields: object
) -> list[BusinessItem]:
    """Tasks of an objective: so many finished in each past week, so many left."""
    made = []
    number = 10
    for back, count in enumerate(reversed(weekly)):
        for nth in range(count):
            number += 1
            ago = 7 * back + 1 + nth % 5
            made.append(done(f"{prefix}-{number}", ago, objective=objective, **fields))
    for nth in range(left):
        number += 1
        key = f"{prefix}-{number}"
        made.append(begun(key, 3 + nth, objective=objective, **fields))
    return made


def epic(key: str, objective: str | None, **fields: object) -> BusinessItem:
    """The item that carries an objective's promise."""
    return item(
        key,
        type_name="Epic",
        objective=objective,
        **{"stages": stages((Stage.STARTED, 90)), **fields},
    )


def watermark(
    source: str = "jira-verdier", project: str = "SC", until: datetime = END
) -> Watermark:
    """A project read completely until then."""
    return Watermark(
        source=source,
        tracker=Tracker.JIRA if "jira" in source else Tracker.GITHUB,
        project=project,
        complete_until=until,
        read_at=until + timedelta(minutes=5),
        items=10,
    )


def watermarks(items: Sequence[BusinessItem], until: datetime = END) -> list[Watermark]:
    """Every project that *items* come from, read until then."""
    places = sorted({(i.source, i.project) for i in items})
    return [watermark(source, project, until) for source, project in places]


def story() -> list[BusinessItem]:
    """Everything at once: one on course, one slipped twice, one green but still."""
    return [
        epic(
            "SC-1",
            REPLY.id,
            promises=dates(
                (date(2026, 11, 27), 80),
                (date(2026, 12, 11), 51),
                (date(2026, 12, 18), 16),
            ),
            risks=(
                risk(
                    RiskKind.PROMISE_MOVED,
                    Severity.HIGH,
                    16,
                    was=date(2026, 12, 11),
                    now=date(2026, 12, 18),
                    days=7,
                ),
            ),
            notes=(
                note(
                    "Removing duplicates first makes the rest simpler.",
                    Language.ENGLISH,
                ),
                note(
                    "Retirer d'abord les doublons rend la suite plus simple.",
                    Language.FRENCH,
                ),
            ),
        ),
        *paced(
            "SC",
            REPLY.id,
            weekly=(3, 1, 2, 0, 3, 1, 2, 1, 2, 1, 2, 1),
            left=13,
            capability="messages",
        ),
        begun("SC-900", 1, objective=REPLY.id, created_at=at(4)),
        epic(
            "REF-1",
            REFUND.id,
            promises=dates((date(2027, 1, 29), 70)),
        ),
        *[done(f"REF-{n}", 40 + n, objective=REFUND.id) for n in range(10, 14)],
        *[
            begun(
                f"REF-{n}",
                17 + n,
                objective=REFUND.id,
                risks=(risk(RiskKind.STALLED, Severity.MEDIUM, 3, days=14),),
            )
            for n in range(20, 27)
        ],
        epic("CRM-1", RECORD.id, promises=dates((date(2027, 3, 12), 75))),
        *paced(
            "CRM",
            RECORD.id,
            weekly=(4, 5, 4, 4, 5, 3, 4, 6, 4, 4, 5, 4),
            left=30,
            capability="order-search",
            work=WorkKind.UPKEEP,
        ),
        usable(
            "SC-402",
            4,
            capability="complaints",
            notes=(
                note(
                    "Customers add up to five photos to a complaint.", Language.ENGLISH
                ),
                note(
                    "Les clients joignent jusqu'à cinq photos à une réclamation.",
                    Language.FRENCH,
                ),
            ),
            promises=dates((date(2026, 11, 20), 40)),
            type_name="Epic",
        ),
        usable(
            "SC-403",
            4,
            capability="complaints",
            notes=(
                note(
                    "Customers add up to five photos to a complaint.", Language.ENGLISH
                ),
                note(
                    "Les clients joignent jusqu'à cinq photos à une réclamation.",
                    Language.FRENCH,
                ),
            ),
        ),
        usable(
            "SC-404",
            3,
            capability="order-search",
            notes=(
                note("Agents find an order by typing its number.", Language.ENGLISH),
            ),
        ),
        usable("SC-405", 2, capability="order-search", work=WorkKind.REPAIR),
        usable("SC-406", 2, capability="order-search", work=WorkKind.REPAIR),
        done("SC-407", 2, capability="messages", work=WorkKind.SECURITY),
        done(
            "SC-408",
            2,
            capability="messages",
            notes=(
                note("Fix NPE in api/v2/users_controller (PAY-12)", Language.ENGLISH),
            ),
        ),
        usable(
            "SC-410",
            5,
            capability="order-search",
            type_name="Epic",
            promises=dates((date(2026, 11, 13), 60)),
        ),
        epic(
            "SC-411",
            None,
            capability="messages",
            promises=dates((date(2026, 11, 13), 60), (date(2026, 12, 1), 9)),
        ),
        item(
            "SC-412",
            type_name="Epic",
            capability="messages",
            stages=stages((Stage.STARTED, 40), (Stage.DROPPED, 13)),
            promises=dates((date(2026, 10, 30), 60)),
        ),
        epic(
            "SC-413",
            None,
            capability="complaints",
            promises=dates((date(2026, 12, 15), 20)),
        ),
        *[
            item(
                f"SC-{500 + n}",
                type_name="Epic",
                capability="complaints",
                stages=stages(
                    (Stage.STARTED, 70), (Stage.AVAILABLE, 12 + 7 * n - n % 3)
                ),
                promises=dates(
                    (date(2026, 11, 13) - timedelta(days=7 * n + n % 3), 90)
                ),
            )
            for n in range(9)
        ],
        *[
            item(
                f"OPS-{n}",
                state=State.UNMAPPED,
                department=None,
                stages=stages((Stage.STARTED, 3)),
            )
            for n in range(4)
        ],
        item(
            "SC-600",
            capability="complaints",
            removed=RemovalReason.DELETED,
            removed_at=at(2),
            promises=dates((date(2026, 12, 20), 60)),
        ),
    ]


def report(
    items: Sequence[BusinessItem] | None = None,
    of: RuleSet | None = None,
    department: str = "customer-service",
    **more: object,
) -> WeeklyReport:
    """Decide the week of these items, all sources read to its end."""
    items = story() if items is None else items
    marks = more.pop("watermarks", None)
    return decide(
        items,
        of or rules(),
        watermarks(items) if marks is None else marks,  # type: ignore[arg-type]
        department,
        more.pop("week", WEEK),  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )
