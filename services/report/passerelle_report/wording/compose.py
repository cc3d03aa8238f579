"""The whole page, worded: the same facts, numbers and order in both languages."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from zoneinfo import ZoneInfo

from passerelle_report.budget import Budget
from passerelle_report.contents import Edition, WeeklyReport
from passerelle_report.wording import (
    front,
    minute,
    objectives,
    proof,
    record,
    risks,
)
from passerelle_report.wording.names import Names
from passerelle_report.wording.replaceable import replaced
from passerelle_report.wording.say import Voice
from passerelle_report.wording.view import PageView
from passerelle_schemas.facts import Language


def compose(edition: Edition, budget: Budget) -> PageView:
    """Word *edition* in its language, as much of it as *budget* allows."""
    report, language = edition.report, Language(edition.language)
    zone, own = ZoneInfo(report.time_zone), replaced(report.wording, language)
    voice = Voice(language, report.sunday, zone, own)
    names = Names(voice, report)
    view = PageView(
        language=language.value,
        title=front.title(report, names),
        foot=_foot(voice, edition),
        colon=voice.set(voice.say("colon")),
        percent=voice.set(voice.say("percent")),
        masthead=front.masthead(names, unmapped_from=report.unmapped_from),
        minute=minute.minute(names),
        objectives=objectives.objectives(
            names, full=budget.full, listed=budget.listed, words=budget.words
        ),
        delivered=record.delivered(names),
        promises=record.promises(
            names,
            rows=budget.rows,
            quoted=risks.quoted(report.risks, budget.risks),
        ),
        risks=risks.risks(names, shown=budget.risks),
        unknown_title=voice.say("h-unknown"),
        unknown=proof.unknown(names),
        words_title=voice.say("h-words"),
        words=(),
        purposes_title=voice.say("h-purposes"),
        purposes=proof.purposes(names),
        evidence_title=voice.say("h-evidence"),
        evidence_intro=proof.intro(names),
        evidence=(),
        evidence_columns=budget.columns,
        more_title=voice.say("h-more"),
        more=_more(voice, report),
    )
    said = " ".join(texts(view))
    return replace(
        view,
        words=proof.words(names, said),
        evidence=proof.evidence(names, budget.keys),
    )


def _foot(voice: Voice, edition: Edition) -> str:
    """What names this edition on each of its pages."""
    report = edition.report
    return voice.say(
        "foot-draft" if report.running else "foot",
        company=report.company,
        name=report.name.in_(voice.language),
        week=report.week,
        edition=edition.edition,
        hash=_grouped(edition.content_hash),
    )


def _more(voice: Voice, report: WeeklyReport) -> str:
    """Whom to ask."""
    desk = report.desk
    name = voice.set(desk.name.in_(voice.language))
    return voice.say("more", desk=name, address=desk.address)


def _grouped(content_hash: str) -> str:
    """The beginning of a hash, in groups that can be read out."""
    return " ".join(content_hash[at : at + 4] for at in range(0, 12, 4))


def texts(part: object) -> Iterator[str]:
    """Every text of a view, in the order of the page."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple | list):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))
