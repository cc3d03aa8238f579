"""The stories, in the order in which a reader may want them."""

from collections.abc import Callable, Iterator

from passerelle_demo.story import (
    customer_service,
    finance,
    logistics,
    past,
    payments,
    platform,
)
from passerelle_demo.story.events import Event

STORIES: tuple[Callable[[], Iterator[Event]], ...] = (
    past.story,
    payments.story,
    logistics.story,
    customer_service.story,
    finance.story,
    platform.story,
)
