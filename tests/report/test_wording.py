"""The same facts in both languages, in words that a director can read."""

import re
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fluent.runtime import FluentResource
from fluent.syntax.ast import Message

import passerelle_report
from passerelle_report.budget import Budget, budgets
from passerelle_report.contents import Edition, WeeklyReport
from passerelle_report.gate import passed
from passerelle_report.lexicon import JARGON
from passerelle_report.wording.compose import compose, texts
from passerelle_report.wording.say import MissingWordsError, Voice
from passerelle_report.wording.view import PageView
from passerelle_schemas.facts import Language
from tests.report import edges

PACKAGE = Path(passerelle_report.__file__).parent
FRENCH, ENGLISH = Language.FRENCH, Language.ENGLISH


def _voice(language: Language) -> Voice:
    return Voice(language, date(2026, 11, 22), ZoneInfo("Europe/Paris"))


def _view(report: WeeklyReport, language: Language) -> PageView:
    edition = Edition(
        language=language.value, edition=1, content_hash="a" * 64, report=report
    )
    return compose(edition, next(budgets(report)))


def _messages(language: Language) -> set[str]:
    name = f"{language.value}.ftl"
    source = (files("passerelle_report.wording") / name).read_text(encoding="utf-8")
    parsed = FluentResource(source)
    assert not [e for e in parsed.body if type(e).__name__ == "Junk"]
    return {entry.id.name for entry in parsed.body if isinstance(entry, Message)}


def test_both_languages_have_the_same_messages() -> None:
    assert _messages(FRENCH) == _messages(ENGLISH)


def test_every_message_is_used() -> None:
    """A key is written out in the code, or begins with what the code makes it from."""
    source = "".join(p.read_text() for p in PACKAGE.rglob("*.py"))
    written = set(re.findall(r'"([a-z_-]+)"', source))
    made_of = {"chance", "chance-new"}  # each also with what tells of a stall
    written |= made_of | {f"{head}-still" for head in made_of}
    made = {head for head in re.findall(r'f"([a-z_-]+-)\{', source) if len(head) > 2}
    made |= {f"reason-{name}" for name in written} | {f"outcome-{w}" for w in written}
    made |= {f"compact-forecast{tail}" for tail in ("", "-free")}
    unused = {
        name
        for name in _messages(ENGLISH)
        if name not in written and not name.startswith(tuple(made))
    }
    assert unused == set()


def test_a_missing_word_is_an_error_and_no_gap() -> None:
    with pytest.raises(MissingWordsError, match="no such message"):
        _voice(FRENCH).say("nothing-of-the-kind")
    with pytest.raises(MissingWordsError, match="slip-next"):
        _voice(FRENCH).say("slip-next", name="x")


_NUMBER = re.compile(r"\d+")


def _numbers(part: object) -> list[str]:
    """The figures of a text, without what differs by language."""
    text = " ".join(texts(part)).replace("18:00", "18 h").replace("ᵉʳ", "")
    text = text.replace("moins d’une chance", "less than 1 chance")
    text = re.sub(r"[\u202f\u00a0,](?=\d{3}\b)", "", text)
    return _NUMBER.findall(text)


@pytest.mark.parametrize("edge", edges.EDGES)
def test_both_languages_tell_the_same_numbers_in_the_same_order(edge: str) -> None:
    report = edges.EDGES[edge]()
    french, english = _view(report, FRENCH), _view(report, ENGLISH)
    for part in ("minute", "objectives", "delivered", "promises", "risks"):
        one, other = getattr(french, part), getattr(english, part)
        assert sorted(_numbers(one)) == sorted(_numbers(other)), part
    assert len(french.unknown) == len(english.unknown)
    assert [e.keys for e in french.evidence] == [e.keys for e in english.evidence]
    assert [o.tag.status for o in french.objectives.full] == [
        o.tag.status for o in english.objectives.full
    ]


def _body(view: PageView, report: WeeklyReport) -> str:
    told = [
        text
        for name in ("masthead", "minute", "objectives", "delivered", "promises")
        for text in texts(getattr(view, name))
    ]
    told += [*texts(view.risks), *texts(view.unknown), *texts(view.words)]
    return " ".join(told).replace(report.desk.address, "")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("edge", edges.EDGES)
def test_no_identifier_and_no_address_stands_in_a_body(
    edge: str, language: Language
) -> None:
    report = edges.EDGES[edge]()
    body = _body(_view(report, language), report)
    keys = {item.key for entry in report.evidence for item in entry.items}
    assert not [key for key in keys if key in body]
    assert not re.search(r"[A-Z]{2,}-\d|@|https?:|<\w|script|passwd", body)


@pytest.mark.parametrize("edge", edges.EDGES)
def test_sentences_are_short(edge: str) -> None:
    report = edges.EDGES[edge]()
    body = _body(_view(report, ENGLISH), report)
    sentences = [s.split() for s in re.split(r"[.;:?!]\s", body) if s]
    assert sum(map(len, sentences)) / len(sentences) < 18


def test_hostile_words_change_nothing_but_their_evidence_line() -> None:
    """The same week with honest keys and without the notes says the same."""
    report = edges.hostile()
    view = _view(report, ENGLISH)
    assert "alert" not in _body(view, report)
    (line,) = [e for e in view.evidence if any("script" in key for key, _ in e.keys)]
    assert all(len(key) <= 80 and not url for key, url in line.keys)
    assert not [
        u for e in view.evidence for _, u in e.keys if u and u[:8] != "https://"
    ]


def test_french_marks_have_their_spaces() -> None:
    voice = _voice(FRENCH)
    assert voice.set("Vu : « oui » ; 15 % !") == (
        "Vu\u00a0: «\u00a0oui\u00a0»\u202f; 15\u202f%\u202f!"
    )
    assert voice.day(date(2026, 12, 1)) == "1ᵉʳ\u00a0décembre"
    assert voice.time(datetime(2026, 11, 22, 17, 5, tzinfo=UTC)) == "18\u00a0h\u00a005"
    assert voice.time(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == "18\u00a0h"


def test_english_marks_have_none() -> None:
    voice = _voice(ENGLISH)
    assert voice.set("It's 15 %") == "It’s 15%"
    assert voice.day(date(2027, 12, 1)) == "1\u00a0December\u00a02027"
    assert voice.time(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == "18:00"


@pytest.mark.parametrize(
    ("language", "days", "said"),
    [
        (FRENCH, 0, "0 jour"),
        (FRENCH, 1, "1 jour"),
        (FRENCH, 20, "20 jours"),
        (FRENCH, 21, "3 semaines"),
        (ENGLISH, 0, "0 days"),
        (ENGLISH, 1, "1 day"),
        (ENGLISH, 17, "17 days"),
        (ENGLISH, 153, "22 weeks"),
        (ENGLISH, 185, "26 weeks"),
    ],
)
def test_a_span_has_its_plural(language: Language, days: int, said: str) -> None:
    assert _voice(language).span(days).replace("\u00a0", " ") == said


@pytest.mark.parametrize("edge", ["everything", "across_its_flag", "nine_objectives"])
def test_headline_and_risk_are_equally_sure(edge: str) -> None:
    report = edges.EDGES[edge]()
    view = _view(report, ENGLISH)
    assert view.risks is not None
    risk = view.risks.risks[0].title
    sure = ("almost certainly", "very probably", "will probably", "may be missed")
    (words,) = [one for one in sure if one in risk]
    assert words in view.masthead.headline


def test_what_is_left_out_is_counted() -> None:
    report = edges.nine_objectives()
    edition = Edition(language="en", edition=1, content_hash="a" * 64, report=report)
    view = compose(edition, Budget(1, 3, words=False, rows=4, risks=1))
    objectives = view.objectives
    assert len(objectives.full) + len(objectives.compact) == 4
    assert objectives.note is not None
    assert objectives.note.startswith("5\u00a0more")
    assert view.promises.more is not None
    assert view.promises.more.startswith("5\u00a0other")


@pytest.mark.parametrize(
    "text",
    [
        "Customers add up to five photos to a complaint.",
        "Les clients joignent jusqu'à cinq photos à une réclamation.",
        "Le paiement en trois fois est ouvert à 20 % des clients.",
        "Receipts arrive as PDF by e-mail.",
        "The customer identity (payments) is shared with the shops.",
        "CRM users see the whole record.",
        "Le reçu arrive aussitôt ; le client le garde.",
        "PayPal est accepté sans exception de 9 h à 16h30.",
        "Every order above 90 euros ships in 2 days, at 8.30 a.m.",
    ],
)
def test_plain_words_pass_the_gate(text: str) -> None:
    assert passed(text, ["CRM"]) == text


@pytest.mark.parametrize(
    "text",
    [
        "Fix PAY-123 for good and all",
        "See #12 for the reason",
        "Bump the client to 2.14.1 everywhere",
        "The users_controller is faster now",
        "parseOrder no longer fails",
        "Deploy the backend on Kubernetes",
        "Refactor the checkout so that it is clean",
        "Read https://example.org/why before",
        "Ask marie@verdier.example about it",
        "Ask @marie about all of it",
        "Written to /var/log/orders today",
        "The CRUD part is finished now",
        "Commit 5f1c90aa27d4 undoes it all",
        "<b>Faster</b> than ever before",
        "日本語のメモです、とても長い",
        "too few",
        "x" * 400,
        "Nothing\u202egnp.exe hidden in here",
        "The NullPointerException is gone",
        "Orders move to PostgreSQL",
        "All microservices are faster",
        "Les serveurs répondent plus vite",
        "Appelez le 06 12 34 56 78 pour essayer",
        "Call +33 6 12 34 56 78 to try it",
        "Les requêtes passent par GraphQL",
        "IPv6 is open to all customers",
        "The p95 went down for everybody",
        "Tickets and pipelines are green",
    ],
)
def test_what_a_director_cannot_read_does_not(text: str) -> None:
    told = passed(text)
    assert told is None or (told != text and "\u202e" not in told)


@pytest.mark.parametrize("word", sorted(JARGON))
def test_no_form_of_a_word_of_the_list_passes(word: str) -> None:
    for form in (word, f"{word}s", word.capitalize()):
        assert passed(f"Everybody sees the {form} from today on") is None
