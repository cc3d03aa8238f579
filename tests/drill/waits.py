"""How long ingest has to wait for what its trackers answered: bounds, by reason.

A refusal that stands alone has ingest wait as long as it told, once. Where several come
within one wait, whoever heard them may have heard each a little later than the other,
or have waited for another already: then there is a least and a most.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

UNSAID_SECONDS = 0.2
"""What ingest is set to wait where nobody says when; twice as long the next time."""
_HEARD_WITHIN = 2.0
"""Seconds in which an answer is heard, on a busy machine."""
_SOON = 2.0
"""Seconds that lie ahead of any date which our trackers tell."""
_STILL = 10.0
"""Seconds after which an answer came that was none of these, so that the next wait is
not longer than the first."""
_TELLS_NOTHING = 503


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that means "later"."""

    at: float
    reason: str
    least: float
    most: float
    """Seconds."""
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often and how long to wait."""

    times: tuple[int, int] = (0, 0)
    seconds: tuple[float, float] = (0.0, 0.0)

    def __add__(self, more: "Bounds") -> "Bounds":
        """Wait for both, one after the other."""
        times, seconds = self.times, self.seconds
        return Bounds(
            (times[0] + more.times[0], times[1] + more.times[1]),
            (seconds[0] + more.seconds[0], seconds[1] + more.seconds[1]),
        )


def refusal(
    at: float, status: int, headers: Mapping[str, str], before: Iterable[Refusal]
) -> Refusal | None:
    """Say what an answer tells whoever hears it; none when it tells no wait."""
    told = headers.get("Retry-After", "")
    reason = "unavailable" if status == _TELLS_NOTHING else "secondary"
    if told.isdecimal():
        return Refusal(at, reason, float(told), float(told))
    left = int(headers.get("X-RateLimit-Remaining", "0"))
    if told or ("X-RateLimit-Reset" in headers and not left):
        # Who hears of it when it has passed was told nothing.
        return Refusal(at, reason, 0.0, _SOON)
    if status == _TELLS_NOTHING:
        return None
    again = sum(one.unsaid and at - one.at < _STILL for one in before)
    most = UNSAID_SECONDS * 2**again
    return Refusal(at, reason, UNSAID_SECONDS, most, unsaid=True)


def _heard(_at: float) -> bool:
    return False


def waits(
    refusals: Iterable[Refusal], may_be_unheard: Callable[[float], bool] = _heard
) -> dict[str, Bounds]:
    """Say what each reason must come to; under no name, all of them together."""
    found: dict[str, Bounds] = {"": Bounds()}
    for met in _together(refusals):
        if any(may_be_unheard(one.at) for one in met):
            _unsure(found, met)
            continue
        for reason in {one.reason for one in met}:
            known = found.get(reason, Bounds())
            found[reason] = known + _of([r for r in met if r.reason == reason], met)
        found[""] += _of(met, met)
    return found


def _unsure(found: dict[str, Bounds], met: Sequence[Refusal]) -> None:
    """Where one may not be heard, none of them need have been."""
    for reason in ("", *{one.reason for one in met}):
        ours = [one for one in met if reason in {"", one.reason}]
        most = _of(ours, met)
        none = Bounds((0, most.times[1]), (0.0, most.seconds[1]))
        found[reason] = found.get(reason, Bounds()) + none


def _together(refusals: Iterable[Refusal]) -> Iterable[Sequence[Refusal]]:
    """Those of which one may be heard before the wait for another is over."""
    met: list[Refusal] = []
    over = 0.0
    for one in sorted(refusals, key=lambda one: one.at):
        if met and one.at > over + _HEARD_WITHIN:
            yield met
            met = []
        over = max(over, one.at + one.most) if met else one.at + one.most
        met.append(one)
    if met:
        yield met


def _of(ours: Sequence[Refusal], met: Sequence[Refusal]) -> Bounds:
    if len(met) == 1:
        (one,) = met
        return Bounds((1, 1), (one.least, one.most))
    longest = max(one.most for one in met)
    # Who is told nothing while a wait lasts waits until that is over.
    most = sum(longest if one.unsaid else one.most for one in ours)
    said = [one.least for one in ours if not one.unsaid]
    return Bounds((1, len(ours)), (max(said, default=0.0), most))
