"""The quick reader of JSON says what Python's own says, or leaves it to that one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_ingest.delivery import parsed

_LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
_TREES = st.recursive(
    _LEAVES | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("aé😀"), inner),
    max_leaves=15,
)


@given(_TREES, st.booleans())
def test_json_is_read_as_python_reads_it(tree: object, escaped: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    body = json.dumps(tree, ensure_ascii=escaped).encode()
    assert parsed(body) == json.loads(body)


@given(st.binary(max_size=40) | st.text('[]{}",:0.-e\\u1é \n', max_size=40))
def test_bytes_are_json_to_both_or_to_none(body: bytes | str) -> None:
    told = body.encode() if isinstance(body, str) else body
    try:
        expected = json.loads(told)
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011 - of whichever of the two
            parsed(told)
    else:
        assert repr(parsed(told)) == repr(expected)


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"[123456789012345678901234567890]", [123456789012345678901234567890]),
        (b"\xef\xbb\xbf[]", []),
        ('["é"]'.encode("utf-16"), ["é"]),
        (rb'["\ud83d\ude00"]', ["😀"]),
        (rb'["\ud83d"]', ["?"]),
        (b"[" * 300 + b"]" * 300, json.loads("[" * 300 + "]" * 300)),
    ],
)
def test_what_only_a_patient_reader_takes_is_read_too(
    body: bytes, content: object
) -> None:
    assert parsed(body) == content
