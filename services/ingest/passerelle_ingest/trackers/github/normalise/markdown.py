"""Leaves out of a text in GitHub's Markdown what it does not say to who reads it.

Templates of pull requests explain in hidden comments what to write ("Fixes #123"), and
code quotes what others wrote. GitHub links nothing of either.
https://github.github.com/gfm/#html-comment
"""

import re

_COMMENT = r"<!--(?:-?>|(?s:.*?)(?:-->|\Z))"
_FENCED = (
    r"^[ \t>]*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$(?s:.*?)"
    r"(?:^[ \t>]*(?P=fence)[`~]*[ \t\r]*$|\Z)"
)
_SPAN = r"(?<!`)(?P<ticks>`+)(?!`)[^\n]{1,1000}?(?<!`)(?P=ticks)(?!`)"
_APART = re.compile(f"{_FENCED}|{_COMMENT}|{_SPAN}", re.MULTILINE)


def shown(text: str) -> str:
    """Leave out comments and blocks of code: nobody marks a line there.

    Code within a line stays as it is: a line for the business may quote a word.
    """
    return _without(text, spans=r"\g<0>")


def prose(text: str) -> str:
    """Leave out comments and all code: GitHub links nothing that stands there."""
    return _without(text, spans=" ")


def _without(text: str, spans: str) -> str:
    if "`" not in text and "<!--" not in text and "~~~" not in text:
        return text
    return _APART.sub(lambda m: m.expand(spans) if m["ticks"] else " ", text)
