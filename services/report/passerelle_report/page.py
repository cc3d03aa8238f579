"""Lays a worded edition out as HTML. The only home of Jinja2."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from passerelle_report.balance import even
from passerelle_report.charts import kept, ranges
from passerelle_report.fonts import SERIF, SERIF_SEMIBOLD, in_serif, printable
from passerelle_report.wording.typography import ORDINAL
from passerelle_report.wording.view import PageView

_ROOM = 490.0
"""The width of the text area in points, with a little to spare."""


def page(view: PageView, *, style: str = "page.css") -> str:
    """Write the HTML of an edition; every text in it is escaped."""
    return _environment().get_template("page.html.jinja").render(view=view, style=style)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("passerelle_report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
    )
    environment.filters["in_serif"] = in_serif
    environment.globals.update(
        range_chart=lambda chart: Markup(ranges.draw(chart)),  # noqa: S704 - escaped
        kept_chart=lambda chart: Markup(kept.draw(chart)),  # noqa: S704 - there
        headline_lines=_headline,
        because_lines=_because,
    )
    return environment


def _printed(value: object) -> object:
    """What every value passes: signs that we have, and `1ᵉʳ` as a superscript."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    begun = Markup('<sup class="ord">er</sup>')
    parts = [escape(printable(part)) for part in value.split(ORDINAL)]
    return begun.join(parts)


def _headline(text: str) -> list[str]:
    return even(in_serif(text), size=22, face=SERIF_SEMIBOLD, room=_ROOM, last=0.6)


def _because(text: str) -> list[str]:
    return even(in_serif(text), size=11.6, face=SERIF, room=_ROOM, last=0.4)
