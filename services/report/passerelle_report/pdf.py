"""Prints HTML as PDF/A-3a and PDF/UA-1 with its data inside. The home of WeasyPrint.

Nothing is fetched but what we ship, and the same arguments give the same bytes.
"""

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable

import pikepdf
from weasyprint import HTML, Attachment, Document
from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from passerelle_report import fonts
from passerelle_report.errors import ForeignAddressError

VARIANT = "pdf/a-3a"
_TYPES = {"css": "text/css", "svg": "image/svg+xml", "ttf": "font/ttf"}
_STYLES = ("page.css", "plain.css")

_NAMESPACES = (
    b' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"'
)
_UA_CLAIM = (
    b'<rdf:Description rdf:about=""><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
    b'<rdf:Description rdf:about=""><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
    b"</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>The part of ISO 14289 that is kept"
    b"</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>"
    b"</pdfaExtension:schemas></rdf:Description>"
)
"""WeasyPrint claims PDF/A only, and validators read a single rdf:RDF: the claim of
PDF/UA, and the extension schema that PDF/A wants for it, go into that same one."""


class OwnAssets(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Serves what we ship under `asset:`, refuses every other address."""

    def __init__(self) -> None:
        super().__init__(
            allowed_protocols=("asset",), allow_redirects=False, fail_on_errors=True
        )

    def fetch(
        self, url: str, headers: dict[str, str] | None = None
    ) -> URLFetcherResponse:
        """Serve one asset; anything else ends the rendering."""
        del headers
        name = url.removeprefix("asset:")
        if not url.startswith("asset:") or name not in _assets():
            # An ordinary exception would be swallowed with a warning.
            reason = f"not an asset of ours: {url[:80]}"
            raise FatalURLFetchingError(reason)
        kind = _TYPES[name.rpartition(".")[2]]
        return URLFetcherResponse(url, _asset(name), {"Content-Type": kind})


def _assets() -> frozenset[str]:
    shapes = (shape.name for shape in _folder().joinpath("shapes").iterdir())
    return frozenset((*fonts.FACES, *_STYLES, *shapes))


def _folder() -> Traversable:
    return files("passerelle_report")


def _asset(name: str) -> bytes:
    if name in fonts.FACES:
        return fonts.path(name).read_bytes()
    place = (name,) if name in _STYLES else ("shapes", name)
    return _folder().joinpath(*place).read_bytes()


@dataclass(frozen=True, slots=True)
class Laid:
    """A document laid out, before it is written."""

    document: Document
    warnings: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.document.pages)

    @property
    def last_page_filled(self) -> float:
        """How far down the text of the last page reaches, as a share of the page."""
        box = self.document.pages[-1]._page_box  # noqa: SLF001 - it has no other way
        content = box.children[0]  # the rest are margin boxes: the footer
        ends = [
            line.position_y + line.height
            for line in content.descendants()
            if isinstance(line, LineBox)
        ]
        return float(max(ends, default=0.0) / box.height)

    def page_of(self, anchor: str) -> int | None:
        """The page, from 1, on which *anchor* came to stand."""
        for number, page in enumerate(self.document.pages, start=1):
            if anchor in page.anchors:
                return number
        return None


def lay_out(html: str) -> Laid:
    """Lay *html* out; what WeasyPrint warned of is kept with it."""
    with _heard() as heard:
        try:
            document = HTML(string=html, url_fetcher=OwnAssets()).render(
                pdf_variant=VARIANT
            )
        except FatalURLFetchingError as error:  # a BaseException, let nobody miss it
            raise ForeignAddressError(str(error)) from error
    return Laid(document, tuple(heard))


def write(
    laid: Laid, data: bytes, *, name: str, identity: bytes, at: datetime
) -> bytes:
    """Write the PDF with *data* attached as *name*; equal arguments, equal bytes."""
    document = laid.document
    document.metadata.attachments = [
        Attachment(
            string=data,
            name=name,
            description=name,
            relationship="Data",
            created=at,  # else now, which would differ each time
            modified=at,
        )
    ]
    claim = document.metadata.generate_rdf_metadata
    document.metadata.generate_rdf_metadata = lambda *given: (
        claim(*given)
        .replace(b"<rdf:RDF", b"<rdf:RDF" + _NAMESPACES, 1)
        .replace(b"</rdf:RDF>", _UA_CLAIM + b"</rdf:RDF>")
    )
    # PDF/A wants the metadata stream plain, and WeasyPrint packs all or nothing.
    with warnings.catch_warnings():
        # WeasyPrint 70 leaves the closing of its colour profile to Python.
        warnings.filterwarnings("ignore", "unclosed file", ResourceWarning)
        plain = document.write_pdf(
            pdf_variant=VARIANT, pdf_identifier=identity, uncompressed_pdf=True
        )
    return _packed(plain)


def _packed(plain: bytes) -> bytes:
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        pdf.save(
            packed,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return packed.getvalue()


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect what WeasyPrint warns of, instead of writing it somewhere."""
    heard: list[str] = []
    ear, log = _Ear(heard), logging.getLogger("weasyprint")
    was = log.propagate
    log.addHandler(ear)
    log.propagate = False
    try:
        yield heard
    finally:
        log.propagate = was
        log.removeHandler(ear)
