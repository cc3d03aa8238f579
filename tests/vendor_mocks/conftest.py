"""The mocks that others wrote; without them, a word that says how to have them."""

from collections.abc import Iterator

import pytest

from tests.vendor_mocks import servers


@pytest.fixture(scope="module")
def github(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where prism serves GitHub's own description."""
    if not servers.prism_is_here():
        pytest.skip(servers.NO_PRISM)
    with servers.prism(tmp_path_factory.mktemp("prism")) as address:
        yield address


@pytest.fixture(scope="module")
def jira(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where jira820 is a Jira Data Center."""
    if not servers.JIRA820.exists():
        pytest.skip(servers.NO_JIRA820)
    with servers.jira820(tmp_path_factory.mktemp("jira820")) as address:
        yield address
