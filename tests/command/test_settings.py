"""Settings come from one file and the environment, and a mistake says where it is."""

import os
import re
from pathlib import Path

import pytest

from passerelle.commands.init import settings_text
from passerelle.errors import SettingsInvalidError
from passerelle.processes import environment_of
from passerelle.settings import LARGEST_FILE, Settings, load_settings, reached_at
from passerelle_kafka.settings import KafkaSettings
from passerelle_translate.settings import TranslateSettings


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("KAFKA_BOOTSTRAP", "PASSERELLE_CONFIG"):
        monkeypatch.delenv(name, raising=False)


def a_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    return path


SOURCE = """
[[ingest.sources]]
id = "jira-shop"
tracker = "jira"
api_url = "https://jira.example"
api_token = "env:JIRA_TOKEN"
webhook_secrets = ["file:{secret}"]
"""


def test_without_a_file_the_defaults_hold() -> None:
    assert load_settings().kafka == KafkaSettings()


def test_secrets_stand_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("\ufeffs3\r\n", encoding="utf-8")
    monkeypatch.setenv("JIRA_TOKEN", "t0ken")
    settings = load_settings(a_file(tmp_path, SOURCE.format(secret=secret)))
    (source,) = settings.ingest.sources
    assert source.api_token
    assert source.api_token.get_secret_value() == "t0ken"
    assert [s.get_secret_value() for s in source.webhook_secrets] == ["s3"]
    assert "t0ken" not in repr(settings)


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, '[kafka]\nbootstrap = "file-says:1"\nreplication = 3\n')
    assert load_settings(path).kafka.bootstrap == "file-says:1"
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "variable-says:2")
    kafka = load_settings(path).kafka
    assert (kafka.bootstrap, kafka.replication) == ("variable-says:2", 3)
    monkeypatch.setenv("PASSERELLE_KAFKA__BOOTSTRAP", "ours-says:3")
    kafka = load_settings(path).kafka
    assert (kafka.bootstrap, kafka.replication) == ("ours-says:3", 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[kafka]\nbotstrap = 'x:1'\n", "kafka.botstrap"),
        ("[kafka]\nreplication = 0\n", "kafka.replication: must be at least 1"),
        ("[ingest]\nport = 'x'\n", "ingest.port: must be a whole number"),
        ("[ingest]\nport = 1.5\n", "ingest.port: must be a whole number"),
        ("[ingest]\nport = 70000\n", "ingest.port: must be at most 65535"),
        ("[kafka]\nidempotent = 'perhaps'\n", "kafka.idempotent: must be true or fal"),
        ("[kafka]\nbootstrap = 7\n", "kafka.bootstrap: must be a text in quotes"),
        (
            "[[ingest.sources]]\nid = 'shop'\ntracker = 'jira'\n",
            "[[ingest.sources]] shop: source shop needs api_url",
        ),
        (
            "[[ingest.sources]]\nid = 'shop'\n",
            "[[ingest.sources]] shop: tracker: must be given",
        ),
        (
            "[[ingest.sources]]\nid = 'shop'\ntracker = 'svn'\n",
            "[[ingest.sources]] shop: tracker: must be 'github' or 'jira'",
        ),
        ("[kafka\n", "not TOML"),
        (
            "[ingest]\nsources = [{id = 'A B', tracker = 'svn'}]\n",
            "[[ingest.sources]] A B: id: is not written as it must be",
        ),
        ("[kafka]\nbotstrap = 'x:1'\n", "no such setting; did you mean bootstrap?"),
        (
            "[[ingest.sources]]\napi_tokn = 'x'\n",
            "[[ingest.sources]] number 1: api_tokn: there is no such setting; did you",
        ),
        ("[kafka]\nsasl_mechanism = 'GSSAPI'\n", "kafka.sasl_mechanism"),
        ("[kafka]\nsecurity_protocol = 'SASL_SSL'\n", "needs username and password"),
        ("[kafkaa]\n", "kafkaa: there is no such setting; did you mean kafka?"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsInvalidError, match=re.escape(said)):
        load_settings(a_file(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "section", "said"),
    [
        ("[kafka]\npassword = 'env:NOT_SET_HERE'\n", "kafka", "NOT_SET_HERE"),
        ("[kafka]\npassword = 'file:/nowhere/at/all'\n", "kafka", "/nowhere/at/all"),
        ("[kafka]\npassword = 'file:/dev/zero'\n", "kafka", "/dev/zero, which cannot"),
        (
            "[[ingest.sources]]\nwebhook_secrets = ['x', 'env:NOT_SET_HERE']\n",
            "ingest",
            "[[ingest.sources]] number 1: webhook_secrets.1 asks for",
        ),
    ],
)
def test_what_stands_nowhere_refuses_only_who_asks_for_its_section(
    tmp_path: Path, text: str, section: str, said: str
) -> None:
    settings = load_settings(a_file(tmp_path, text))
    with pytest.raises(SettingsInvalidError, match=re.escape(said)):
        getattr(settings, section)
    for other in set(Settings.model_fields) - {section}:
        assert getattr(settings, other) == getattr(load_settings(), other)


def test_every_value_that_stands_nowhere_is_named_at_once(tmp_path: Path) -> None:
    text = "[kafka]\nusername = 'env:NO_NAME'\npassword = 'env:NO_WORD'\n"
    settings = load_settings(a_file(tmp_path, text))
    with pytest.raises(SettingsInvalidError, match=r"NO_NAME(.|\n)*NO_WORD"):
        _ = settings.kafka


@pytest.mark.parametrize("kind", ["device", "pipe", "folder", "large"])
def test_a_settings_file_that_is_none_is_refused_at_once(
    kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "settings.toml"
    if kind == "device":
        path = Path("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.write_text("#" * (LARGEST_FILE + 1))
    with pytest.raises(SettingsInvalidError, match=r"no regular file|larger than 1 MB"):
        load_settings(path)


@pytest.mark.parametrize("text", ["kafka = 'x:1'\n", "[[kafka]]\n"])
def test_a_section_that_is_none_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "variable-says:2")
    with pytest.raises(SettingsInvalidError, match=r"write \[kafka\]"):
        load_settings(a_file(tmp_path, text))


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PASSERELLE_KAFKA", "x:1", '"kafka"'),
        ("PASSERELLE_INGEST__SOURCES", "[x", '"ingest"'),
        ("PASSERELLE_KAFKA__BOOTSTRAP", "[::1", "kafka.example:9092"),
        ("PASSERELLE_KAFKA__BOOTSTRAP", "a:1,b c:2", "'b c:2'"),
        ("PASSERELLE_KAFKAA__BOOTSTRAP", "x:1", "did you mean kafka?"),
        ("PASSERELLE_KAFKA__BOOTSTRP", "x:1", "did you mean bootstrap?"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsInvalidError) as caught:
        load_settings()
    assert said in str(caught.value)


@pytest.mark.parametrize("address", ["a:1, b:2", "[::1]:9092", "kafka:9", "10.0.0.1:9"])
def test_addresses_of_brokers_are_taken(address: str) -> None:
    assert reached_at(KafkaSettings(), address).bootstrap == address


@pytest.mark.parametrize(
    "address", ["", "[::1", "a:b", "http://a:1", "a:1,", "kafka", "[::1]"]
)
def test_what_is_no_address_of_a_broker_is_told_so(address: str) -> None:
    with pytest.raises(SettingsInvalidError, match="--kafka cannot be used"):
        reached_at(KafkaSettings(), address)


def test_a_variable_that_is_set_to_nothing_is_not_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PASSERELLE_CONFIG", "")
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "")
    assert load_settings().kafka == KafkaSettings()


def test_a_secret_never_stands_in_a_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIDDEN", "very-secret")
    path = a_file(tmp_path, "[kafka]\nreplication = 'env:HIDDEN'\n")
    with pytest.raises(SettingsInvalidError) as caught:
        load_settings(path)
    assert "very-secret" not in str(caught.value)


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalidError, match="passerelle init"):
        load_settings(tmp_path / "absent.toml")


def test_the_file_that_init_writes_explains_every_setting(tmp_path: Path) -> None:
    text = settings_text()
    assert load_settings(a_file(tmp_path, text)) == load_settings()
    for section, field in Settings.model_fields.items():
        assert f"[{section}]" in text
        model = field.annotation
        assert model is not None
        for name, inner in model.model_fields.items():
            assert inner.description, f"{section}.{name} has no description"
            assert f"# {name} = " in text or f"[[{section}.{name}]]" in text


def test_what_init_comments_out_is_the_default(tmp_path: Path) -> None:
    """Taking the comment signs away changes nothing, but for what must be given."""
    shown = [
        line.removeprefix("# ")
        for line in settings_text().split("# [[")[0].splitlines()
        if line.startswith("[") or (line.startswith("# ") and " = " in line)
    ]
    kept = [line for line in shown if not line.endswith("# none")]
    assert load_settings(a_file(tmp_path, "\n".join(kept))).kafka == KafkaSettings()


def test_a_worker_is_told_its_settings_by_its_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kafka = KafkaSettings(bootstrap="broker:1", idempotent=False, exact_ends=False)
    translate = TranslateSettings(rules=tmp_path / "rules", session_timeout_seconds=6)
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "another:2")
    told = environment_of(kafka, translate)
    assert "KAFKA_BOOTSTRAP" not in told
    monkeypatch.delenv("KAFKA_BOOTSTRAP")
    for name, value in told.items():
        if name.startswith("PASSERELLE_"):
            monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.kafka == kafka
    assert settings.translate == translate
