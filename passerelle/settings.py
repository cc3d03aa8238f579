"""The settings of the whole program: one file, and the environment above it.

The file is `passerelle.toml`, or what PASSERELLE_CONFIG names. An environment variable
PASSERELLE_<SECTION>__<NAME> goes before it; KAFKA_BOOTSTRAP names the broker as well.
In the file, a string `env:NAME` or `file:/path` is replaced by the value of that
variable, or by the content of that file, so that secrets stand elsewhere.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from passerelle.errors import SettingsInvalidError
from passerelle_ingest.settings import IngestSettings
from passerelle_kafka.settings import KafkaSettings
from passerelle_report.settings import ReportSettings
from passerelle_translate.settings import TranslateSettings

DEFAULT_FILE = Path("passerelle.toml")
CONFIG_VARIABLE = "PASSERELLE_CONFIG"
BOOTSTRAP_VARIABLE = "KAFKA_BOOTSTRAP"


class Settings(BaseSettings):
    """Everything that can be set, by the part of the program that it sets."""

    model_config = SettingsConfigDict(
        env_prefix="PASSERELLE_",
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


def load_settings(file: Path | None = None) -> Settings:
    """Read the settings; raises SettingsInvalidError that names each mistake."""
    variables = os.environ
    path = file or Path(variables.get(CONFIG_VARIABLE, DEFAULT_FILE))
    wanted = file is not None or CONFIG_VARIABLE in variables
    told = _resolved(_read(path, wanted=wanted), variables, str(path))
    if bootstrap := variables.get(BOOTSTRAP_VARIABLE):
        told = {**told, "kafka": {**told.get("kafka", {}), "bootstrap": bootstrap}}
    try:
        return Settings(**told)
    except ValidationError as error:
        faults = "\n".join(
            f"  {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise SettingsInvalidError(
            f"The settings ({path} and the environment) cannot be used:\n{faults}\n"
            "`passerelle init` writes a file in which every setting is explained."
        ) from error


def _read(path: Path, *, wanted: bool) -> dict[str, Any]:
    if not path.exists() and not wanted:
        return {}
    try:
        with path.open("rb") as opened:
            return tomllib.load(opened)
    except OSError as error:
        raise SettingsInvalidError(
            f"The settings file {path} cannot be read ({error.strerror}). "
            "`passerelle init` writes one."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalidError(f"{path} is not TOML: {error}.") from error


def _resolved(told: Any, variables: Mapping[str, str], where: str) -> Any:  # noqa: ANN401 - TOML
    """Put in place what stands elsewhere: `env:NAME` and `file:/path`."""
    if isinstance(told, dict):
        return {
            k: _resolved(v, variables, f"{where}: {k}" if ":" not in where else where)
            for k, v in told.items()
        }
    if isinstance(told, list):
        return [_resolved(value, variables, where) for value in told]
    if isinstance(told, str) and told.startswith("env:"):
        return _from_environment(told.removeprefix("env:"), variables, where)
    if isinstance(told, str) and told.startswith("file:"):
        return _from_file(Path(told.removeprefix("file:")), where)
    return told


def _from_environment(name: str, variables: Mapping[str, str], where: str) -> str:
    try:
        return variables[name]
    except KeyError:
        raise SettingsInvalidError(
            f"{where} asks for the environment variable {name}, which is not set."
        ) from None


def _from_file(path: Path, where: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalidError(
            f"{where} asks for the content of {path}, which cannot be read."
        ) from error
