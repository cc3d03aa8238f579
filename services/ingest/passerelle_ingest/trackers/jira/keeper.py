"""Registers the webhooks of an OAuth 2.0 app at Jira Cloud, and keeps them alive."""

from collections.abc import Sequence
from dataclasses import replace

from passerelle_ingest.errors import RegistrationRefusedError, SettingMissingError
from passerelle_ingest.findings import Finding, guarded
from passerelle_ingest.http import Connection, OverHttp
from passerelle_ingest.keeping import Kept
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira.answers import checked
from passerelle_ingest.trackers.jira.auth import jira_http
from passerelle_ingest.trackers.jira.examining import by_hand, look
from passerelle_ingest.trackers.jira.judging import registered_findings
from passerelle_ingest.trackers.jira.registration import (
    Outcomes,
    Plan,
    Refreshed,
    Registered,
    RegisteredPage,
    planned,
    wanted,
)

PATH = "/rest/api/3/webhook"
_MOST_PAGES = 50
_PAGE = 100


class JiraKeeper(OverHttp):
    """Keeps the webhooks of one source."""

    def __init__(self, source: SourceSettings, connection: Connection) -> None:
        self.source = source
        self.clock = connection.clock
        self.http = jira_http(source, connection)

    async def register(self) -> Kept:
        """Register what is missing, refresh what is due, remove what is in the way."""
        self._must_be_able()
        plan = await self._plan()
        if plan.register:
            answer = checked(
                Outcomes, await self.http.send("POST", PATH, wanted(self.source))
            )
            if answer.errors or not answer.results:
                raise RegistrationRefusedError(self.source.id, answer.errors)
            plan = replace(plan, expires_at=(await self._plan()).expires_at)
        kept = await self._refresh(plan)
        if plan.remove:
            await self.http.send("DELETE", PATH, {"webhookIds": list(plan.remove)})
        return replace(kept, registered=int(plan.register), removed=len(plan.remove))

    async def keep(self) -> Kept:
        """Keep alive what is registered; register too, where the setting says so."""
        if not (self.source.is_client and self.source.webhook_url):
            return Kept()
        if self.source.register_webhooks:
            return await self.register()
        return await self._refresh(await self._plan())

    async def look(self) -> Sequence[Finding]:
        """Say how it stands with the webhooks, and with what else may fail one day."""
        found = [*await look(self.source, self.http)]
        if self.source.accept_webhooks:
            found += await guarded("webhooks", self._told)
        return found

    async def _told(self) -> Sequence[Finding]:
        if self.source.is_client:
            listed = await self.registered()
            return [*registered_findings(listed, self.source, self.clock())]
        return await by_hand(self.source, self.http)

    async def registered(self) -> list[Registered]:
        """List the webhooks of this app."""
        found: list[Registered] = []
        for _ in range(_MOST_PAGES):
            asked = {"startAt": len(found), "maxResults": _PAGE}
            page = checked(RegisteredPage, await self.http.get(PATH, asked))
            found += page.values
            if page.is_last or not page.values:
                break
        return found

    async def _plan(self) -> Plan:
        return planned(await self.registered(), self.source, self.clock())

    async def _refresh(self, plan: Plan) -> Kept:
        if not plan.refresh:
            return Kept(expires_at=plan.expires_at)
        asked = {"webhookIds": list(plan.refresh)}
        page = await self.http.send("PUT", f"{PATH}/refresh", asked)
        until = checked(Refreshed, page).expires_at
        return Kept(refreshed=len(plan.refresh), expires_at=until)

    def _must_be_able(self) -> None:
        why = "only an OAuth 2.0 app of Jira Cloud may register webhooks"
        if not self.source.is_client:
            raise SettingMissingError(self.source.id, "client_id", why)
        if not self.source.webhook_url:
            why = "Jira must know where to send webhooks"
            raise SettingMissingError(self.source.id, "webhook_url", why)
        if not self.source.projects:
            why = "a registered webhook is about named projects"
            raise SettingMissingError(self.source.id, "projects", why)
