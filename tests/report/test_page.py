"""The printed edition: standards, fonts, pages, and the same bytes every time."""

import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import page as page_validation
import pikepdf
import pypdf
import pytest

from passerelle_report import pdf
from passerelle_report.budget import budgets
from passerelle_report.contents import Edition, WeeklyReport
from passerelle_report.errors import ForeignAddressError
from passerelle_report.fonts import FACES, printable
from passerelle_report.manifests import content_hash
from passerelle_report.page import page
from passerelle_report.printing import Printed, print_edition
from passerelle_report.wording.compose import compose
from tests.report import edges
from tests.verapdf_check import NO_VERAPDF, failures, verapdf_is_here

LANGUAGES = ("en", "fr")
OURS = {
    "Edition-Sans",
    "Edition-Sans-Italic",
    "Edition-Sans-Semi-Bold",
    "Edition-Sans-Bold",
    "Edition-Serif",
    "Edition-Serif-Semi-Bold",
}


def _edition(report: WeeklyReport, language: str) -> Edition:
    return Edition(
        language=language, edition=1, content_hash=content_hash(report), report=report
    )


@pytest.fixture(scope="session")
def printed(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[tuple[str, str], tuple[Path, Printed]]:
    """Every edge in both languages."""
    folder = tmp_path_factory.mktemp("editions")
    made = {}
    for name, edge in edges.EDGES.items():
        report = edge()
        for language in LANGUAGES:
            one = print_edition(_edition(report, language))
            path = folder / f"{name}-{language}.pdf"
            path.write_bytes(one.pdf)
            made[name, language] = path, one
    return made


Made = dict[tuple[str, str], tuple[Path, Printed]]


def test_no_layout_warns_or_falls_back(printed: Made) -> None:
    assert [n for n, (_, p) in printed.items() if p.warnings or p.degraded] == []


def test_there_are_never_more_than_four_pages(printed: Made) -> None:
    assert max(one.pages for _, one in printed.values()) <= 4
    assert printed["nothing", "en"][1].pages == 1


def test_page_one_holds_every_objective(printed: Made) -> None:
    for (name, language), (path, _) in printed.items():
        report = edges.EDGES[name]()
        text = _flat(pypdf.PdfReader(path).pages[0].extract_text())
        for told in report.objectives:
            said = told.subject.name.fr if language == "fr" else told.subject.name.en
            assert _flat(said)[:40] in text, (name, language)


def _flat(text: str) -> str:
    kept = text.replace("’", "'").replace("-", "")
    return "".join(kept.split()).replace("\u202f", "").replace("\u00a0", "")


def test_only_our_fonts_are_embedded(printed: Made) -> None:
    found = set()
    for path, _ in printed.values():
        with pikepdf.open(path) as document:
            for one in document.objects:
                if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one:
                    found.add(str(one["/BaseFont"]).lstrip("/").rpartition("+")[2])
    assert found == OURS


def test_the_edition_carries_its_data(printed: Made) -> None:
    for (name, language), (path, _) in printed.items():
        with pikepdf.open(path) as document:
            (attached,) = document.attachments.values()
            data = json.loads(attached.get_file().read_bytes())
        edition = Edition.model_validate(data)
        assert edition == _edition(edges.EDGES[name](), language)


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_standards_are_kept(printed: Made, profile: str) -> None:
    broken = {
        path.name: told
        for path, _ in printed.values()
        if (told := _complaints(path, page_validation.ValidationProfile(profile)))
    }
    assert broken == {}


def _complaints(path: Path, profile: page_validation.ValidationProfile) -> list[str]:
    """What page-validation says, but for one misreading of its own.

    Packed data that ends in a carriage return, before the line feed that belongs to
    `endstream`, is taken for a length that is one short. veraPDF reads it right.
    """
    report = page_validation.validate_pdf(path, profile=profile)
    misread = b"\r\nendstream" in path.read_bytes()
    return [
        f"{failure.rule_id}: {failure.message}"
        for failure in report.failures
        if not (misread and failure.rule_id == "PDFA3A-STREAM-LENGTH-001")
    ]


@pytest.mark.verapdf
@pytest.mark.skipif(not verapdf_is_here(), reason=NO_VERAPDF)
def test_the_reference_validator_passes_them(printed: Made) -> None:
    """A few of them: the other validator has seen them all."""
    some = ("everything", "nothing", "nine_objectives", "hostile")
    chosen = [path for (name, _), (path, _) in printed.items() if name in some]
    assert failures(chosen) == []


_AGAIN = """
import sys, hashlib
from passerelle_report.contents import Edition
from passerelle_report.printing import print_edition
edition = Edition.model_validate_json(sys.stdin.buffer.read())
print(hashlib.sha256(print_edition(edition).pdf).hexdigest())
"""


def test_another_process_prints_the_same_bytes(printed: Made) -> None:
    edition = _edition(edges.everything(), "fr")
    again = subprocess.run(
        [sys.executable, "-c", _AGAIN],
        input=edition.model_dump_json().encode(),
        capture_output=True,
        check=True,
    )
    expected = hashlib.sha256(printed["everything", "fr"][1].pdf).hexdigest()
    assert again.stdout.decode().strip() == expected


def test_hostile_text_brings_no_link_script_or_file(printed: Made) -> None:
    for language in LANGUAGES:
        path, _ = printed["hostile", language]
        reader = pypdf.PdfReader(path)
        actions = [
            note.get_object()["/A"].get_object()
            for one in reader.pages
            for note in one.get("/Annots", [])
            if "/A" in note.get_object()
        ]
        assert {action["/S"] for action in actions} == {"/URI"}
        targets = {str(action["/URI"]) for action in actions}
        assert all(t.startswith("https://tracker.example/") for t in targets)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://example.org/x.png",
        "asset:../page.py",
        "asset:/etc/passwd",
        "data:text/css,a{}",
        "ASSET:page.css",
    ],
)
def test_nothing_but_our_assets_is_fetched(url: str) -> None:
    html = f'<html lang="en"><title>x</title><img alt="x" src="{url}"><h1>x</h1></html>'
    with pytest.raises(ForeignAddressError, match="not an asset of ours"):
        pdf.lay_out(html)


def test_a_failing_layout_is_set_plainly_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = pdf.lay_out

    def broken(html: str) -> pdf.Laid:
        if "asset:page.css" in html:
            raise IndexError("as in Kozea/WeasyPrint#1992")
        return usual(html)

    monkeypatch.setattr("passerelle_report.printing.lay_out", broken)
    for language, words in (("en", "set plainly"), ("fr", "composée simplement")):
        one = print_edition(_edition(edges.crowded(), language))
        assert one.degraded
        assert one.pages <= 8
        text = pypdf.PdfReader(io.BytesIO(one.pdf)).pages[0].extract_text()
        assert words.replace(" ", "") in "".join(text.split())


def test_every_text_of_a_page_is_escaped() -> None:
    report = edges.hostile()
    html = page(compose(_edition(report, "en"), next(budgets(report))))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "javascript:" not in html


def test_a_sign_that_our_faces_lack_is_replaced() -> None:
    assert printable("Été\u202f: 日本 ok") == "Été\u202f: •• ok"
    assert len(FACES) == len(OURS)


def test_the_attached_json_has_a_schema() -> None:
    schema = Edition.model_json_schema()
    assert set(schema["properties"]) >= {"report", "language", "edition"}
