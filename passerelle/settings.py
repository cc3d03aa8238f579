"""The settings of the whole program: one file, and the environment above it.

The file is `passerelle.toml`, or what PASSERELLE_CONFIG names. An environment variable
PASSERELLE_<SECTION>__<NAME> goes before it; KAFKA_BOOTSTRAP names the broker as well.
In the file, a string `env:NAME` or `file:/path` is replaced by the value of that
variable, or by the content of that file, so that secrets stand elsewhere. Where one is
not to be had, only who asks for its section is refused.
"""

import difflib
import os
import stat
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings.exceptions import SettingsError

from passerelle.errors import SettingsInvalidError
from passerelle.mistakes import in_plain_words, in_the_file
from passerelle_ingest.settings import IngestSettings
from passerelle_kafka.settings import KafkaSettings
from passerelle_report.settings import ReportSettings
from passerelle_translate.settings import TranslateSettings

DEFAULT_FILE = Path("passerelle.toml")
CONFIG_VARIABLE = "PASSERELLE_CONFIG"
BOOTSTRAP_VARIABLE = "KAFKA_BOOTSTRAP"
_PREFIX = "passerelle_"
"""Of the environment's variables, whatever their case."""
_IN_A_FILE = "file:"
LARGEST_FILE = 1024 * 1024
"""Bytes of a file of settings, or of one that they name."""


class UpSettings(BaseModel):
    """What `passerelle up` brings by itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    broker_port: int = Field(
        default=9192,
        ge=0,
        le=65535,
        description="Where the embedded broker listens on this machine when "
        "kafka.bootstrap is not set; another port when this one is taken, 0 for any.",
    )


class Settings(BaseSettings):
    """Everything that can be set, by the part of the program that it sets."""

    _lacking: dict[str, list[str]] = PrivateAttr(default_factory=dict)
    """Of each section that lacks a value which stands elsewhere, what it asks for."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
    )

    kafka: KafkaSettings = Field(
        default_factory=KafkaSettings, description="The broker."
    )
    ingest: IngestSettings = Field(
        default_factory=IngestSettings, description="The trackers to follow."
    )
    translate: TranslateSettings = Field(
        default_factory=TranslateSettings, description="The rules, and the worker."
    )
    report: ReportSettings = Field(
        default_factory=ReportSettings, description="The editions."
    )
    up: UpSettings = Field(
        default_factory=UpSettings, description="Everything in one place."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment go before the file, which comes in as arguments."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - as in object
        """Give an attribute; raises SettingsInvalidError for a section that lacks."""
        if name in SECTIONS:
            lacking = (self.__pydantic_private__ or {}).get("_lacking", {})
            if lines := lacking.get(name):
                raise SettingsInvalidError("\n".join(lines))
        return super().__getattribute__(name)


SECTIONS = frozenset(Settings.model_fields)


def load_settings(file: Path | None = None) -> Settings:
    """Read the settings; raises SettingsInvalidError that names each mistake.

    A section that asks for a variable or a file which is not there raises it when it is
    asked for: a verb that needs no tracker needs none of their secrets.
    """
    variables = os.environ
    path, wanted = _place(file)
    written = _read(path, wanted=wanted)
    elsewhere = _Elsewhere(variables, str(path), written)
    told = elsewhere.resolved(written)
    told = {k: v for k, v in told.items() if k not in elsewhere.lacking}
    kafka = told.get("kafka", {})
    if (address := variables.get(BOOTSTRAP_VARIABLE)) and isinstance(kafka, dict):
        told = {**told, "kafka": {**kafka, "bootstrap": address}}
    faults = list(_strange_variables(variables))
    try:
        settings = Settings(**told)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        faults += [f"{in_the_file(f['loc'], written)}: {_said(f)}" for f in found]
    except SettingsError as error:
        faults.append(f"a variable is no JSON where it must be ({error})")
    if faults:
        lines = "\n".join(f"  {fault}" for fault in faults)
        raise SettingsInvalidError(
            f"The settings ({path} and the environment) cannot be used:\n{lines}\n"
            "`passerelle init` writes a file in which every setting is explained."
        )
    settings._lacking.update(elsewhere.lacking)  # noqa: SLF001 - of this module
    return settings


def named_files(file: Path | None = None) -> tuple[Path, ...]:
    """Return the files in which the settings say that a value stands: `file:/path`."""
    path, wanted = _place(file)
    waiting: list[Any] = [_read(path, wanted=wanted)]
    found: list[Path] = []
    while waiting:
        told = waiting.pop()
        if isinstance(told, dict):
            waiting += told.values()
        elif isinstance(told, list):
            waiting += told
        elif isinstance(told, str) and told.startswith(_IN_A_FILE):
            found.append(Path(told.removeprefix(_IN_A_FILE)))
    return tuple(sorted(found))


def named_projects(file: Path | None = None) -> tuple[tuple[str, ...], ...]:
    """Return the projects of each source as the file says them, whatever else it lacks.

    Needs no secret; raises SettingsInvalidError when the file cannot be read.
    """
    path, wanted = _place(file)
    ingest = _read(path, wanted=wanted).get("ingest")
    sources = ingest.get("sources") if isinstance(ingest, dict) else None
    told = [s.get("projects", ()) for s in sources or () if isinstance(s, dict)]
    return tuple(tuple(map(str, names)) for names in told if isinstance(names, list))


def settings_folder(file: Path | None = None) -> Path:
    """Say where the settings file stands, or would: in the current folder."""
    path, _ = _place(file)
    return path.parent if path.is_file() else Path()


def _place(file: Path | None) -> tuple[Path, bool]:
    """Say where the settings are, and whether somebody said that they are there."""
    # Set to nothing is not set: so a container leaves out what it was not given.
    named = os.environ.get(CONFIG_VARIABLE) or None
    return file or Path(named or DEFAULT_FILE), bool(file or named)


def reached_at(kafka: KafkaSettings, address: str) -> KafkaSettings:
    """Give *kafka* at *address*, which --kafka says and goes before all settings.

    Raises SettingsInvalidError when it is no address.
    """
    try:
        return KafkaSettings(**{**dict(kafka), "bootstrap": address})
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        words = in_plain_words(faults[0])
        raise SettingsInvalidError(f"--kafka cannot be used: {words}.") from error


def _strange_variables(variables: Mapping[str, str]) -> Iterator[str]:
    """Yield the variables that look like settings, of a section that there is not."""
    for name in sorted(variables):
        section, deeper, _ = name.lower().removeprefix(_PREFIX).partition("__")
        ours = name.lower().startswith(_PREFIX) and deeper
        if ours and section not in Settings.model_fields:
            yield f"{name}: {_no_such(section, Settings.model_fields)}"


def _said(fault: ErrorDetails) -> str:
    """Say a fault in the words of who writes the settings."""
    *where, name = fault["loc"]
    if fault["type"] == "extra_forbidden":
        return _no_such(str(name), _names_at(where))
    if fault["type"] == "model_type":
        return f"is a section: write [{'.'.join(map(str, fault['loc']))}], and below it"
    return in_plain_words(fault)


def _no_such(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name[:100], list(known), n=1)
    return "there is no such setting" + (f"; did you mean {near[0]}?" if near else "")


def _names_at(place: Sequence[int | str]) -> Iterable[str]:
    """Say the settings that there are at *place*."""
    model: type[BaseModel] = Settings
    for part in place:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return model.model_fields


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type
    """Find the model that a setting, or each row of it, is."""
    choices = (annotation, *get_args(annotation))
    return next(
        (c for c in choices if isinstance(c, type) and issubclass(c, BaseModel)), None
    )


def _read(path: Path, *, wanted: bool) -> dict[str, Any]:
    if not path.exists() and not wanted:
        return {}
    try:
        return tomllib.loads(_content(path))
    except OSError as error:
        raise SettingsInvalidError(
            f"The settings file {path} cannot be read ({error.strerror or error}). "
            "`passerelle init` writes one."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalidError(f"{path} is not TOML: {error}.") from error


@dataclass(slots=True)
class _Elsewhere:
    """Puts in place what stands elsewhere, and keeps what is not to be had."""

    variables: Mapping[str, str]
    file: str
    written: Mapping[str, Any]
    lacking: dict[str, list[str]] = field(default_factory=dict)

    def resolved(self, told: Any, place: tuple[int | str, ...] = ()) -> Any:  # noqa: ANN401 - TOML
        """Put in place what stands elsewhere: `env:NAME` and `file:/path`."""
        if isinstance(told, dict):
            return {k: self.resolved(v, (*place, k)) for k, v in told.items()}
        if isinstance(told, list):
            return [self.resolved(v, (*place, n)) for n, v in enumerate(told)]
        if isinstance(told, str) and told.startswith("env:"):
            return self._of_variable(told.removeprefix("env:"), place)
        if isinstance(told, str) and told.startswith(_IN_A_FILE):
            return self._of_file(Path(told.removeprefix(_IN_A_FILE)), place)
        return told

    def _of_variable(self, name: str, place: tuple[int | str, ...]) -> str:
        if name not in self.variables:
            why = f"asks for the environment variable {name}, which is not set."
            self._note(place, why)
        return self.variables.get(name, "")

    def _of_file(self, path: Path, place: tuple[int | str, ...]) -> str:
        try:
            return _content(path).strip()
        except (OSError, UnicodeDecodeError):
            why = f"asks for the content of {path}, which cannot be read."
            self._note(place, why)
            return ""

    def _note(self, place: tuple[int | str, ...], why: str) -> None:
        line = f"{self.file}: {in_the_file(place, self.written)} {why}"
        self.lacking.setdefault(str(place[0]), []).append(line)


def _content(path: Path) -> str:
    """Read a file; raises OSError for what would never end, or never begin."""
    seen = path.stat()
    if not stat.S_ISREG(seen.st_mode):
        raise OSError(_NO_FILE)
    if seen.st_size > LARGEST_FILE:
        raise OSError(_TOO_LARGE)
    # Some editors begin a file with a sign that nobody sees, and no secret has it.
    return path.read_text(encoding="utf-8-sig")


_NO_FILE = "it is no regular file"
_TOO_LARGE = "it is larger than 1 MB"
