"""What an edition says, decided once: numbers, dates, order, and no words.

This is the JSON that every edition carries. Both languages are worded from it, so a
fact, a number or an order cannot differ between them. Times are in UTC; days are days
of the company's time zone.
"""

from passerelle_report.contents.basics import Count, Percent, Refs, Subject, Words
from passerelle_report.contents.certainty import (
    Bound,
    Chance,
    Forecast,
    Likelihood,
    Need,
    Odds,
    Range,
    Refusal,
    RefusedBecause,
    Sure,
)
from passerelle_report.contents.comparison import Comparison, Shift, Trend
from passerelle_report.contents.edition import Edition, WeeklyReport
from passerelle_report.contents.evidence import DateSaid, Evidence, EvidenceKind, Item
from passerelle_report.contents.freshness import Freshness, Place
from passerelle_report.contents.objectives import (
    Objective,
    Progress,
    Reason,
    ReasonKind,
    Status,
    TeamWord,
)
from passerelle_report.contents.promises import (
    Decided,
    Kept,
    KeptWeek,
    Ledger,
    Mark,
    MissedCount,
    Outcome,
    Promise,
)
from passerelle_report.contents.risks import Cause, CauseKind, Risk, Risks, RiskTold
from passerelle_report.contents.unknowns import Unknown, UnknownKind
from passerelle_report.contents.work import (
    Delivered,
    DeliveredCounts,
    Line,
    Minute,
    Reopened,
    Security,
    Slip,
    SlipKind,
)

__all__ = [
    "Bound",
    "Cause",
    "CauseKind",
    "Chance",
    "Comparison",
    "Count",
    "DateSaid",
    "Decided",
    "Delivered",
    "DeliveredCounts",
    "Edition",
    "Evidence",
    "EvidenceKind",
    "Forecast",
    "Freshness",
    "Item",
    "Kept",
    "KeptWeek",
    "Ledger",
    "Likelihood",
    "Line",
    "Mark",
    "Minute",
    "MissedCount",
    "Need",
    "Objective",
    "Odds",
    "Outcome",
    "Percent",
    "Place",
    "Progress",
    "Promise",
    "Range",
    "Reason",
    "ReasonKind",
    "Refs",
    "Refusal",
    "RefusedBecause",
    "Reopened",
    "Risk",
    "RiskTold",
    "Risks",
    "Security",
    "Shift",
    "Slip",
    "SlipKind",
    "Status",
    "Subject",
    "Sure",
    "TeamWord",
    "Trend",
    "Unknown",
    "UnknownKind",
    "WeeklyReport",
    "Words",
]
