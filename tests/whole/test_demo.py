"""`passerelle demo`: eight editions, valid, and the same bytes when it is run again."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from passerelle_demo.world import this_morning
from tests.verapdf_check import NO_VERAPDF, failures, verapdf_is_here

pytestmark = pytest.mark.tansu

KEY = re.compile(r"\b(?:PAY|LOG|SVC|FIN|OPS)-\d+|malleposte/[a-z-]+#\d+")


def played(folder: Path) -> list[Path]:
    """Run the command as a stranger does, and give what it leaves."""
    ran = subprocess.run(
        [sys.executable, "-m", "passerelle", "demo", "--out", str(folder)],
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    files = sorted(folder.glob("*.pdf"))
    for file in files:
        assert re.search(rf"{re.escape(str(file))}  \d pages?  \d+\.\d s", ran.stdout)
    return files


def titles() -> set[str]:
    """Every title that an engineer of the company wrote."""
    world = this_morning()
    numbered = (r.numbered for r in world.github.repositories.values())
    found = {issue.title for issue in world.jira.issues.values()}
    found |= {item.title for items in numbered for item in items.values()}
    assert len(found) > 300
    return found


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return played(tmp_path_factory.mktemp("first"))


def test_four_departments_read_in_two_languages(editions: list[Path]) -> None:
    assert [file.stem for file in editions] == [
        f"{department}-2026-W47-{language}"
        for department in ("customer-service", "finance", "logistics", "payments")
        for language in ("en", "fr")
    ]


def test_no_edition_exceeds_four_pages(editions: list[Path]) -> None:
    pages = {file.name: len(PdfReader(file).pages) for file in editions}
    assert all(1 <= count <= 4 for count in pages.values()), pages


def test_no_ticket_title_and_no_identifier_stands_in_a_body(
    editions: list[Path],
) -> None:
    for file in editions:
        text = "\n".join(page.extract_text() for page in PdfReader(file).pages)
        body = re.split(r"\n(?:Evidence|Preuves)\n", text)[0]
        assert len(body) < len(text), f"{file.name} has no evidence list"
        assert not KEY.findall(body)
        told = re.sub(r"\s+", " ", body)
        assert not [title for title in titles() if title in told]


def test_both_languages_carry_the_same_report(editions: list[Path]) -> None:
    for english, french in zip(editions[::2], editions[1::2], strict=True):
        reports = [
            json.loads(PdfReader(file).attachments["edition.json"][0])["report"]
            for file in (english, french)
        ]
        assert reports[0] == reports[1]


@pytest.mark.verapdf
@pytest.mark.skipif(not verapdf_is_here(), reason=NO_VERAPDF)
def test_the_reference_validator_passes_every_edition(editions: list[Path]) -> None:
    assert failures(editions) == []


def test_running_it_again_gives_the_same_bytes(
    editions: list[Path], tmp_path: Path
) -> None:
    again = played(tmp_path)
    for before, after in zip(editions, again, strict=True):
        assert before.read_bytes() == after.read_bytes(), before.name
