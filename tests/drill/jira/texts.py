"""What people write on the simulated site: plain lines, and lines for the business."""

from collections.abc import Iterator
from random import Random

WHO = "5b10ac8d82e05b22cc7d4ef5"
MENTION = "{@}"
"""Stands for somebody who is mentioned, however the tracker writes that."""
LEFT_OUT = "…"
MARKS = {
    "Métier :": ("business", "fr"),
    "Business:": ("business", "en"),
    "Décision :": ("decision", "fr"),
    "Decision:": ("decision", "en"),
}
_SUBJECTS = ("Le paiement", "La facture", "The export", "Search", "L’écran d’accueil")
_VERBS = ("attend", "passe enfin", "works again", "is late", "change de couleur")
_ENDS = ("depuis lundi.", "for everyone.", "sur mobile.", "after 30 seconds.", "à 8 %.")


def sentence(rng: Random) -> str:
    """Something that somebody might write."""
    words = (rng.choice(_SUBJECTS), rng.choice(_VERBS), rng.choice(_ENDS))
    return " ".join((*words, f"({rng.randrange(100_000)})"))


def text(rng: Random, marked: float) -> str:
    """Some lines; with the chance *marked*, one or two of them for the business."""
    lines = [sentence(rng) for _ in range(rng.randint(1, 3))]
    if rng.random() < marked:
        for mark in rng.sample(list(MARKS), rng.randint(1, 2)):
            who = f" {MENTION} le sait." if rng.random() < 0.2 else ""
            lines.insert(rng.randrange(len(lines) + 1), f"{mark} {sentence(rng)}{who}")
    return "\n".join(lines)


def notes(written: str) -> Iterator[tuple[str, str, str]]:
    """The lines for the business: kind, language and words, nobody mentioned."""
    for line in written.splitlines():
        for mark, (kind, language) in MARKS.items():
            if line.startswith(f"{mark} "):
                words = line.removeprefix(f"{mark} ").replace(MENTION, LEFT_OUT)
                yield kind, language, words
