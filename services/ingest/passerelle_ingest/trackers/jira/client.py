"""Chooses how a Jira is asked: Cloud and Data Center speak differently."""

from passerelle_ingest.http import Connection
from passerelle_ingest.reading import ReadsTracker
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira.cloud import CloudClient
from passerelle_ingest.trackers.jira.data_center import DataCenterClient


def jira_client(source: SourceSettings, connection: Connection) -> ReadsTracker:
    """Choose the client of the source's deployment."""
    if source.deployment == "cloud":
        return CloudClient(source, connection)
    return DataCenterClient(source, connection)
