"""Marked lines are found in every dress; documents are flattened to lines."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from passerelle_ingest.marked_lines import LONGEST_LINE, MOST_LINES, marked_lines
from passerelle_ingest.settings import Mark
from passerelle_ingest.trackers.github.normalise.markdown import prose, shown
from passerelle_ingest.trackers.jira.documents import flat
from passerelle_schemas.facts import Language, MarkedLine, NoteKind
from tests.ingest.sources import GITHUB

FRENCH = MarkedLine(kind=NoteKind.BUSINESS, language=Language.FRENCH, text="on livre")


@pytest.mark.parametrize(
    "line",
    [
        "Métier : on livre",
        "métier: on livre",
        "Métier\u202f: on livre",
        "**Métier :** on livre",
        "*Métier :* on livre",
        "> Métier: on livre  ",
        "- __Métier__ : on livre",
        "## MÉTIER : **on livre**",
        "Me\u0301tier : on livre",
        "a\r\n\tMétier : on livre\r\nb",
    ],
)
def test_a_marked_line_is_found_in_its_dress(line: str) -> None:
    assert marked_lines(line, GITHUB) == (FRENCH,)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Métier",
        "Métier :",
        "Métier : **  **",
        "Notre métier : livrer",
        "Business as usual: no",
        "Métiers : on livre",
        "http://business:80/",
    ],
)
def test_other_lines_say_nothing(line: str) -> None:
    assert marked_lines(line, GITHUB) == ()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("see with @jdoe and @verdier/caisse", "see with … and …"),
        ("[~accountid:5f8d38] agrees, [~jdoe] too", "… agrees, … too"),
        ("write to jeanne.doe@verdier.example.", "write to …."),
        ("2 @ 3 €, at verdier/boutique#12", "2 @ 3 €, at verdier/boutique#12"),
    ],
)
def test_people_are_left_out_of_a_line(said: str, kept: str) -> None:
    (line,) = marked_lines(f"Business: {said}", GITHUB)
    assert line.text == kept


@pytest.mark.parametrize("word", ["Métier :", "Business:", "Valeur\uff1a", " ", "a\nb"])
def test_a_mark_that_could_never_be_found_is_refused(word: str) -> None:
    with pytest.raises(ValidationError, match="without its colon"):
        Mark(word=word, language=Language.FRENCH)


def test_a_mark_of_your_own_is_found() -> None:
    marks = (Mark(word=" Valeur (client)", language=Language.FRENCH),)
    source = GITHUB.model_copy(update={"business_marks": marks})
    assert marked_lines("**valeur (client) :** on livre", source) == (FRENCH,)
    assert marked_lines("Métier : on livre", source) == ()


def test_every_kind_and_language_is_told_in_order() -> None:
    text = "Decision: a\nBusiness: b\nDécision : c"
    told = [
        (m.kind.value, m.language.value, m.text) for m in marked_lines(text, GITHUB)
    ]
    assert told == [
        ("decision", "en", "a"),
        ("business", "en", "b"),
        ("decision", "fr", "c"),
    ]


def test_lines_and_their_number_are_bounded() -> None:
    found = marked_lines("\n".join(["Business: " + "x" * 5000] * 50), GITHUB)
    assert len(found) == MOST_LINES
    assert all(len(line.text) == LONGEST_LINE for line in found)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for line in marked_lines(text, GITHUB):
        assert "\n" not in line.text
        assert line.text


def test_a_document_is_flattened_to_its_lines() -> None:
    bold = {"type": "text", "text": "Métier :", "marks": [{"type": "strong"}]}
    document = {
        "type": "doc",
        "version": 1,
        "content": [
            {"type": "heading", "content": [{"type": "text", "text": "But"}]},
            {
                "type": "paragraph",
                "content": [bold, {"type": "text", "text": " on livre"}],
            },
            {
                "type": "bulletList",
                "content": [
                    {
                        "type": "listItem",
                        "content": [
                            {
                                "type": "paragraph",
                                "content": [
                                    {"type": "text", "text": "Decision: "},
                                    {"type": "mention", "attrs": {"text": "@team"}},
                                    {"type": "hardBreak"},
                                    {"type": "text", "text": "fin"},
                                ],
                            }
                        ],
                    }
                ],
            },
        ],
    }
    lines = [line for line in flat(document).splitlines() if line]
    assert lines == ["But", "Métier : on livre", "Decision: …", "fin"]
    assert marked_lines(flat(document), GITHUB)[0] == FRENCH


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<!-- Fixes #1 -->\r\nFixes #2", "Fixes #2"),
        ("<!--\nFixes #1\n-->Fixes #2<!---->", "Fixes #2"),
        ("Fixes #2 <!--> <!-- Fixes #1", "Fixes #2"),
        ("```text\r\nFixes #1\r\n```\r\nFixes #2", "Fixes #2"),
        ("~~~~\nFixes #1\n~~~\nFixes #3\n~~~~~\nFixes #2", "Fixes #2"),
        ("> ```\n> Fixes #1\n> ```\nFixes #2", "Fixes #2"),
        ("```\n<!--\n```\nFixes #2\n```\n-->", "Fixes #2"),
        ("<!--\n```\n-->\nFixes #2", "Fixes #2"),
        ("Fixes #2 not `Fixes #1` nor ``Fixes ` #1``", "Fixes #2 not   nor"),
        ("it's ` Fixes #2\n` too", "it's ` Fixes #2\n` too"),
        ("```Fixes #1```\nFixes #2", "Fixes #2"),
        ("Fixes #2\n```\nFixes #1", "Fixes #2"),
    ],
)
def test_githubs_comments_and_code_say_nothing(text: str, left: str) -> None:
    assert prose(text).strip() == left


@pytest.mark.parametrize(
    "text",
    [
        "<!-- Business: what do users gain? -->",
        "<!--\nBusiness: what do users gain?\n-->",
        "Write as in\n```text\nBusiness: they pay twice\n```",
    ],
)
def test_a_template_of_github_marks_no_line(text: str) -> None:
    assert marked_lines(shown(text), GITHUB) == ()
    assert marked_lines(shown(f"{text}\nMétier : on livre"), GITHUB) == (FRENCH,)


@given(st.text(alphabet="`~<!->ab \n", max_size=60))
def test_what_is_left_of_any_markdown_was_there(text: str) -> None:
    assert set(prose(text)) <= set(text) | {" "}
    assert len(prose(text)) <= len(shown(text)) <= len(text)


@pytest.mark.parametrize("code", ["code", "noformat"])
def test_jiras_code_marks_no_line(code: str) -> None:
    inside = "Business: they pay twice"
    document = {
        "type": "doc",
        "content": [
            {"type": "codeBlock", "content": [{"type": "text", "text": inside}]},
            {"type": "paragraph", "content": [{"type": "text", "text": "Métier : on"}]},
        ],
    }
    assert flat(document).split("\n") == ["", "Métier : on", ""]
    for begins in (f"{{{code}}}", f"{{{code}:title=a.py|x}}"):
        text = f"{begins}\n{inside}\n{{{code}}}\nMétier : on"
        assert flat(text) == "\nMétier : on"
    assert flat(f"{{{code}}}\n{inside}") == f"\n{inside}"


def test_a_document_without_end_is_cut() -> None:
    node: dict[str, object] = {"type": "text", "text": "x"}
    for _ in range(100_000):
        node = {"type": "panel", "content": [node, {"type": "text", "text": "y"}]}
    assert len(flat(node)) < 100_000


@given(st.recursive(st.none() | st.booleans() | st.text(), st.lists))
def test_what_is_no_document_has_no_lines(content: object) -> None:
    assert isinstance(flat(json.loads(json.dumps(content))), str)
