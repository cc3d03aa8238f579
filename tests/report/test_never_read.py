"""A project that webhooks tell of and that was never read as a whole."""

import pytest

from passerelle_report.budget import budgets
from passerelle_report.contents import Edition, ReasonKind, Status
from passerelle_report.numbers import contradictions
from passerelle_report.wording.compose import compose, texts
from passerelle_schemas.facts import Language
from tests.report import company

WORDS = {
    Language.ENGLISH: ("its tasks were never read as a whole", "too old"),
    Language.FRENCH: ("ses tâches n’ont jamais été lues en entier", "trop anciennes"),
}


@pytest.mark.parametrize("language", Language)
def test_what_was_never_read_as_a_whole_is_not_called_old(language: Language) -> None:
    reply = company.REPLY
    tasks = company.paced("SC", reply.id, weekly=(2,) * 12, left=20)
    items = [company.epic("SC-1", reply.id), *tasks]
    told = company.report(items, company.rules([reply]), watermarks=[])
    assert not contradictions(told)
    assert (told.status, told.reason.kind) == (
        Status.CANNOT_TELL,
        ReasonKind.NEVER_READ,
    )
    edition = Edition(
        language=language.value, edition=1, content_hash="a" * 64, report=told
    )
    said = " ".join(texts(compose(edition, next(budgets(told)))))
    words, wrong = WORDS[language]
    assert words in said.replace("\u00a0", " ")
    assert wrong not in said
