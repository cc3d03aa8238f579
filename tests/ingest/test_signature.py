"""A webhook counts when its raw bytes are signed with one of the live secrets."""

import hashlib
import hmac
from collections.abc import Callable

import pytest

from passerelle_ingest.errors import SignatureRefusedError
from passerelle_ingest.trackers.github import signature as github
from passerelle_ingest.trackers.jira import signature as jira

VENDORS_SECRET = "It's a Secret to Everybody"
GITHUB_VECTOR = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
JIRA_VECTOR = "a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"


def test_githubs_own_vector_is_accepted() -> None:
    headers = {"x-hub-signature-256": f"sha256={GITHUB_VECTOR}"}
    github.verify(headers, b"Hello, World!", [VENDORS_SECRET])


def test_jiras_own_vector_is_accepted() -> None:
    headers = {"x-hub-signature": f"sha256={JIRA_VECTOR}"}
    jira.verify(headers, b"Hello World!", [VENDORS_SECRET])


@pytest.mark.parametrize("secrets", [["old", VENDORS_SECRET], [VENDORS_SECRET, "new"]])
def test_every_live_secret_is_tried(secrets: list[str]) -> None:
    headers = {"x-hub-signature-256": f"sha256={GITHUB_VECTOR}"}
    github.verify(headers, b"Hello, World!", secrets)


@pytest.mark.parametrize("method", ["sha384", "sha512", "SHA256"])
def test_jiras_method_is_read_from_the_header(method: str) -> None:
    digest = hmac.new(b"s", b"body", method.lower()).hexdigest()
    jira.verify({"x-hub-signature": f"{method}={digest}"}, b"body", ["s"])


@pytest.mark.parametrize("method", ["md5", "sha1", "crc", "", "__init__"])
def test_a_weak_or_unknown_method_is_refused(method: str) -> None:
    known = method in hashlib.algorithms_available
    digest = hmac.new(b"s", b"body", method if known else "md5").hexdigest()
    with pytest.raises(SignatureRefusedError, match="method"):
        jira.verify({"x-hub-signature": f"{method}={digest}"}, b"body", ["s"])


@pytest.mark.parametrize("verify", [github.verify, jira.verify])
@pytest.mark.parametrize(
    "told", ["", "sha256=", "sha256=00", "00", "sha256=é", "=" * 9]
)
def test_anything_else_is_refused_with_the_way_out(
    verify: Callable[..., None], told: str
) -> None:
    headers = {"x-hub-signature-256": told, "x-hub-signature": told}
    with pytest.raises(SignatureRefusedError, match="webhook_secrets"):
        verify(headers, b"Hello, World!", [VENDORS_SECRET])


@pytest.mark.parametrize("verify", [github.verify, jira.verify])
def test_one_changed_byte_is_refused(verify: Callable[..., None]) -> None:
    headers = {
        "x-hub-signature-256": f"sha256={GITHUB_VECTOR}",
        "x-hub-signature": f"sha256={JIRA_VECTOR}",
    }
    with pytest.raises(SignatureRefusedError):
        verify(headers, b"Hello, World?", [VENDORS_SECRET])


def test_without_a_secret_nothing_is_accepted() -> None:
    empty = hmac.new(b"", b"body", "sha256").hexdigest()
    with pytest.raises(SignatureRefusedError):
        github.verify({"x-hub-signature-256": f"sha256={empty}"}, b"body", [])
