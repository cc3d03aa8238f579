"""Small trackers that give tokens for a while, as the vendors' do."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from jwt.types import Options

from tests.ingest.sources import NOW

APP = "Iv23liVerdier"
INSTALLATION = 77
CLIENT = "client-verdier"
CLIENT_SECRET = "ATOA-the-client-s-own-secret-of-the-tests-alone-as-long-as-theirs-are"
CLOUD = "11111111-2222-4333-8444-555555555555"
TOKENS = "https://auth.example/oauth/token"
HOUR = timedelta(hours=1)


@cache
def key() -> rsa.RSAPrivateKey:
    """The private key of the App, made once a run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem() -> str:
    """The same as GitHub gives it to download."""
    form = PrivateFormat.TraditionalOpenSSL
    return key().private_bytes(Encoding.PEM, form, NoEncryption()).decode()


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Granting(httpx.MockTransport):
    """Grants tokens, and answers *beyond* to who shows one that is alive."""

    def __init__(
        self, clock: Clock, beyond: Callable[[httpx.Request], httpx.Response]
    ) -> None:
        super().__init__(self._handle)
        self.clock = clock
        self.beyond = beyond
        self.alive: dict[str, datetime] = {}
        self.granted: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self.refuses: httpx.Response | None = None

    def _handle(self, request: httpx.Request) -> httpx.Response:
        if self.is_asking(request):
            return self.refuses or self.grant(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.alive.get(token, self.clock.now) <= self.clock.now:
            return httpx.Response(401, json={"message": "Bad credentials"})
        return self.beyond(request)

    def new(self) -> str:
        token = f"granted-{len(self.granted)}"
        self.granted.append(token)
        self.alive[token] = self.clock.now + HOUR
        return token

    def is_asking(self, request: httpx.Request) -> bool:
        raise NotImplementedError

    def grant(self, request: httpx.Request) -> httpx.Response:
        raise NotImplementedError


class GrantingGitHub(Granting):
    """Knows one App by its public key, and one installation of it."""

    gone: str = ""
    """A repository that has this name no longer: who names it gets no token."""

    def is_asking(self, request: httpx.Request) -> bool:
        return request.url.path.startswith("/app/")

    def grant(self, request: httpx.Request) -> httpx.Response:
        if not self.is_the_app(request):
            return httpx.Response(401, json={"message": "A JSON web token could not"})
        if request.url.path != f"/app/installations/{INSTALLATION}/access_tokens":
            return httpx.Response(404, json={"message": "Not Found"})
        self.asked.append(json.loads(request.content))
        if self.gone in self.asked[-1].get("repositories", ()):
            why = "There is at least one repository that does not exist"
            return httpx.Response(422, json={"message": why})
        ends = (self.clock.now + HOUR).astimezone(UTC)
        told = {"token": self.new(), "expires_at": ends.strftime("%Y-%m-%dT%H:%M:%SZ")}
        return httpx.Response(201, json=told)

    def is_the_app(self, request: httpx.Request) -> bool:
        """As GitHub checks it: signed, not of the future, not for over 10 minutes."""
        note = request.headers.get("Authorization", "").removeprefix("Bearer ")
        unchecked: Options = {"verify_exp": False, "verify_iat": False}
        try:
            claims = jwt.decode(note, key().public_key(), ["RS256"], options=unchecked)
        except jwt.PyJWTError:
            return False
        now = self.clock.now.timestamp()
        return bool(
            claims["iss"] == APP and claims["iat"] <= now < claims["exp"] <= now + 600
        )


class GrantingAtlassian(Granting):
    """Knows one client, wherever tokens are asked for."""

    def is_asking(self, request: httpx.Request) -> bool:
        return str(request.url) == TOKENS

    def grant(self, request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        self.asked.append(asked)
        wanted = ("client_credentials", CLIENT, CLIENT_SECRET)
        if (asked["grant_type"], asked["client_id"], asked["client_secret"]) != wanted:
            return httpx.Response(401, json={"error": "access_denied"})
        told = {"access_token": self.new(), "expires_in": 3600, "token_type": "Bearer"}
        return httpx.Response(200, json=told)
