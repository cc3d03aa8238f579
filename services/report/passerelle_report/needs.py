"""What meeting a promised date takes, where no forecast can judge it."""

from datetime import date

from passerelle_report.contents import Need, Promise, Refusal, RefusedBecause
from passerelle_report.promises import STANDING


def need(
    promise: Promise | None, refusal: Refusal | None, open_: int, sunday: date
) -> Need | None:
    """Say how many of the *open_* tasks in how many weeks; None where it is no matter.

    It is one where a date to come stands promised, and too little was finished.
    """
    if promise is None or promise.outcome not in STANDING or not open_:
        return None
    if refusal is None or refusal.because is not RefusedBecause.TOO_LITTLE_FINISHED:
        return None
    return Need(
        due=promise.latest,
        tasks=open_,
        weeks=max(1, (promise.latest - sunday).days // 7),
        finished=refusal.finished,
        past=refusal.weeks,
    )
