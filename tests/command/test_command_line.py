"""The one command, run as a person runs it: answers, exit statuses, the way out."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import pytest

from passerelle.embedded import free_port

RULES = Path(__file__).parents[2] / "rules"
NOBODY = {"KAFKA_BOOTSTRAP": "127.0.0.1:9", "PASSERELLE_KAFKA__PATIENCE_SECONDS": "1"}


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Our environment without settings of this machine."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith("PASSERELLE")}
    ours.pop("KAFKA_BOOTSTRAP", None)
    return {**ours, **extra}


def said(*arguments: str, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run the command and give what it said."""
    return subprocess.run(
        [sys.executable, "-m", "passerelle", *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment(extra),
        timeout=120,
    )


def test_it_says_its_version(tmp_path: Path) -> None:
    assert (
        said("--version", cwd=tmp_path).stdout
        == f"passerelle {version('passerelle')}\n"
    )


def test_its_help_tells_what_it_can_do(tmp_path: Path) -> None:
    told = said("--help", cwd=tmp_path)
    verbs = "init doctor demo up ingest translate report rules explain dead-letters"
    assert all(f"  {verb} " in told.stdout for verb in verbs.split())
    assert "..." not in told.stdout.partition("Commands:")[2]


def test_an_unknown_verb_is_a_usage_error(tmp_path: Path) -> None:
    assert said("translat", cwd=tmp_path).returncode == 2


def test_the_sample_rules_have_no_mistake(tmp_path: Path) -> None:
    told = said("rules", "check", str(RULES), cwd=tmp_path)
    assert (told.returncode, "No mistake found." in told.stdout) == (0, True)
    made = "payments: its edition is made on Monday (Europe/Paris), for direction-"
    assert made in told.stdout


def test_broken_rules_are_told_with_file_line_and_way_out(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    for file in RULES.glob("*.yaml"):
        text = file.read_text()
        if file.name == "objectives.yaml":
            text = text.replace("department: payments", "department: paiments", 1)
        (tmp_path / "rules" / file.name).write_text(text)
    told = said("rules", "check", cwd=tmp_path)
    assert told.returncode == 78
    assert re.search(r"objectives\.yaml:\d+:\d+: `paiments`", told.stderr)
    assert "payments" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    "verb",
    [
        ("report", "make", "--week", "2026-W47"),
        ("ingest", "backfill"),
        ("explain", "PAY-1"),
        ("unmapped",),
        ("withheld",),
        ("rules", "preview"),
        ("dead-letters", "list"),
        ("translate",),
    ],
)
def test_an_absent_broker_is_told_with_the_way_out(
    verb: tuple[str, ...], tmp_path: Path
) -> None:
    rules = str(RULES)
    told = said(*verb, cwd=tmp_path, PASSERELLE_TRANSLATE__RULES=rules, **NOBODY)
    assert told.returncode == 69, told.stderr
    assert "KAFKA_BOOTSTRAP" in told.stderr
    assert "Traceback" not in told.stderr


def test_wrong_settings_refuse_to_start(tmp_path: Path) -> None:
    (tmp_path / "passerelle.toml").write_text("[ingest]\nports = 1\n")
    told = said("ingest", "serve", cwd=tmp_path)
    assert told.returncode == 78
    assert "ingest.ports" in told.stderr


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (("explain", "PAY-1"), 69),
        (("dead-letters", "show", "work.raw.v1.dead-letters/0/0"), 69),
        (("report", "make", "--week", "2026-W40"), 69),
        (("ingest", "serve"), 78),
    ],
)
def test_secrets_are_asked_for_by_who_needs_them(
    verb: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    source = (
        '[[ingest.sources]]\nid = "gh"\ntracker = "github"\n'
        'token = "env:NOT_SET_HERE"\n'
    )
    (tmp_path / "passerelle.toml").write_text(source)
    told = said(*verb, cwd=tmp_path, **NOBODY)
    assert told.returncode == status, told.stderr
    assert ("NOT_SET_HERE" in told.stderr) is (status == 78)


def test_the_doctor_tells_of_secrets_that_are_not_there(tmp_path: Path) -> None:
    source = (
        '[[ingest.sources]]\nid = "gh"\ntracker = "github"\n'
        'token = "env:NOT_SET_HERE"\n'
    )
    (tmp_path / "passerelle.toml").write_text(source)
    told = said("doctor", cwd=tmp_path, **NOBODY)
    (line,) = [one for one in told.stdout.splitlines() if "sources" in one]
    assert line.startswith("WRONG")
    assert "NOT_SET_HERE" in line


def test_a_source_without_a_webhook_secret_refuses_to_serve(tmp_path: Path) -> None:
    source = '[[ingest.sources]]\nid = "gh"\ntracker = "github"\n'
    (tmp_path / "passerelle.toml").write_text(source)
    told = said("ingest", "serve", cwd=tmp_path, **NOBODY)
    assert told.returncode == 78
    assert "webhook_secrets" in told.stderr


def test_init_writes_a_file_once(tmp_path: Path) -> None:
    assert said("init", cwd=tmp_path).returncode == 0
    written = (tmp_path / "passerelle.toml").read_text()
    again = said("init", cwd=tmp_path)
    assert again.returncode != 0
    assert "left as it is" in again.stderr
    assert (tmp_path / "passerelle.toml").read_text() == written


def test_init_begins_a_folder_of_rules_that_an_editor_completes(tmp_path: Path) -> None:
    told = said("init", cwd=tmp_path).stdout.split()
    assert told == ["passerelle.toml", "rules/rules.yaml", "rules/rules.schema.json"]
    checked = said("rules", "check", cwd=tmp_path)
    assert (checked.returncode, "No mistake found." in checked.stdout) == (0, True)
    first = (tmp_path / "rules" / "rules.yaml").read_text().partition("\n")[0]
    assert first == "# yaml-language-server: $schema=rules.schema.json"
    ours = (RULES.parent / "schemas" / "rules.schema.json").read_text()
    assert (tmp_path / "rules" / "rules.schema.json").read_text() == ours


def test_init_leaves_rules_alone_and_the_schema_can_be_written_by_itself(
    tmp_path: Path,
) -> None:
    (tmp_path / "rules").mkdir()
    assert said("init", cwd=tmp_path).stdout.split() == ["passerelle.toml"]
    assert list((tmp_path / "rules").iterdir()) == []
    told = said("rules", "schema", cwd=tmp_path).stdout
    assert told == "rules/rules.schema.json\n"
    assert "Rules of Passerelle" in (tmp_path / told.strip()).read_text()
    assert said("rules", "schema", "own.json", cwd=tmp_path).stdout == "own.json\n"


def test_the_doctor_names_what_is_wrong(tmp_path: Path) -> None:
    rules = str(RULES)
    told = said("doctor", cwd=tmp_path, PASSERELLE_TRANSLATE__RULES=rules, **NOBODY)
    lines = told.stdout.splitlines()
    assert told.returncode == 1
    assert any(line.startswith("WRONG  broker") for line in lines)
    assert any(line.startswith("well   rules") for line in lines)
    assert any(line.startswith("well   pages") for line in lines)
    assert "{" not in told.stdout + told.stderr  # no event of the log without -v


def test_after_init_the_doctor_says_what_to_fill_in(tmp_path: Path) -> None:
    before = said("doctor", cwd=tmp_path).stdout
    assert "run `passerelle init`, then fill in [[ingest.sources]]" in before
    said("init", cwd=tmp_path)
    told = said("doctor", cwd=tmp_path)
    (line,) = [one for one in told.stdout.splitlines() if "sources" in one]
    assert line.endswith("none is set; fill in [[ingest.sources]] in passerelle.toml")
    (line,) = [one for one in told.stdout.splitlines() if "broker" in one]
    assert "`passerelle up` brings one" in line


@pytest.mark.tansu
def test_up_runs_everything_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "PASSERELLE_INGEST__PORT": str(port),
        "PASSERELLE_TRANSLATE__RULES": str(RULES),
        "PASSERELLE_TRANSLATE__SESSION_TIMEOUT_SECONDS": "6",
        "PASSERELLE_TRANSLATE__HEALTH_FILE": str(tmp_path / "health.json"),
    }
    log = tmp_path / "log"
    with log.open("wb") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "passerelle", "up"],
            cwd=tmp_path,
            env=environment(settings),
            stdout=out,
            stderr=out,
        )
    try:
        _until_well(port, tmp_path / "health.json", running, log)
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 0, log.read_text()
    finally:
        if running.poll() is None:
            running.kill()
            running.wait()


@pytest.mark.parametrize("verb", ["up", "demo"])
def test_broken_rules_are_told_by_whoever_starts_the_worker(
    verb: str, tmp_path: Path
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_text("mappin: []\n")
    told = said(verb, cwd=tmp_path, PASSERELLE_INGEST__PORT=str(free_port()))
    assert told.returncode == 78, told.stderr
    assert "a.yaml:1:1: No rules are called `mappin`. Did you mean" in told.stderr
    assert ("Kafka is at" in told.stderr) is False
    refused = "passerelle: The translate worker refuses to start.\n"
    assert told.stderr.endswith(refused) is (verb == "demo")


def test_up_refuses_an_archive_that_cannot_be_written_before_it_starts(
    tmp_path: Path,
) -> None:
    (tmp_path / "a-file").write_text("")
    told = said(
        "up",
        cwd=tmp_path,
        PASSERELLE_TRANSLATE__RULES=str(RULES),
        PASSERELLE_REPORT__ARCHIVE=str(tmp_path / "a-file"),
    )
    assert told.returncode == 74, told.stderr
    assert "Set report.archive to a folder" in told.stderr
    assert "Kafka is at" not in told.stderr


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_up_can_be_stopped_while_it_waits_for_a_broker(
    how: signal.Signals, tmp_path: Path
) -> None:
    patient = {**NOBODY, "PASSERELLE_KAFKA__PATIENCE_SECONDS": "100"}
    patient["PASSERELLE_TRANSLATE__RULES"] = str(RULES)
    told = _stopped(how, "up", once="broker.awaited", cwd=tmp_path, **patient)
    assert (told.returncode, "Stopping." in told.stderr) == (0, True), told.stderr


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_demo_can_be_stopped(how: signal.Signals, tmp_path: Path) -> None:
    rules = str(RULES)
    told = _stopped(
        how, "demo", once=" items, ", cwd=tmp_path, PASSERELLE_TRANSLATE__RULES=rules
    )
    assert told.returncode == 130, told.stderr
    assert told.stderr.endswith("Stopped before the end.\n")
    assert not list(tmp_path.glob("reports/*.pdf"))


def _stopped(
    how: signal.Signals, verb: str, *, once: str, cwd: Path, **extra: str
) -> subprocess.CompletedProcess[str]:
    """Send *how* to the command when it has said *once*, and give what it said."""
    with subprocess.Popen(
        [sys.executable, "-m", "passerelle", verb],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=environment(extra),
    ) as running:
        assert running.stderr
        said_before = ""
        for line in running.stderr:
            said_before += line
            if once in line:
                break
        running.send_signal(how)
        said_then = running.communicate(timeout=60)[1]
        told = said_before + said_then
        return subprocess.CompletedProcess(verb, running.returncode, "", told)


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (("init", "absent/passerelle.toml"), "absent/passerelle.toml"),
        (("init", "a-file/passerelle.toml"), "a-file/passerelle.toml"),
    ],
)
def test_what_the_machine_refuses_is_told_in_a_sentence(
    verb: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    (tmp_path / "a-file").write_text("")
    told = said(*verb, cwd=tmp_path)
    assert (told.returncode, words in told.stderr) == (74, True)
    assert "Traceback" not in told.stderr


def _until_well(
    port: int, health: Path, running: subprocess.Popen[bytes], log: Path
) -> None:
    """Return when ingest takes webhooks and translate makes progress."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert running.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
                told = json.loads(answer.read())
            if told["well"] and health.exists():
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.mark.parametrize("verb", ["backfill", "census", "status"])
def test_a_missing_secret_is_told_before_a_broker_is_waited_for(
    verb: str, tmp_path: Path
) -> None:
    (tmp_path / "passerelle.toml").write_text(
        '[[ingest.sources]]\nid = "shop"\ntracker = "jira"\n'
        'api_url = "https://jira.example"\nemail = "bot@jira.example"\n'
        'api_token = "env:NO_SUCH_TOKEN"\nprojects = ["PAY"]\n'
    )
    patient = {**NOBODY, "PASSERELLE_KAFKA__PATIENCE_SECONDS": "100"}
    told = said("ingest", verb, cwd=tmp_path, **patient)
    assert told.returncode == 78
    assert "NO_SUCH_TOKEN" in told.stderr


@pytest.mark.parametrize("verb", [("report", "make", "--week", "2026-W47"), ("demo",)])
def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    verb: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    patient = {**NOBODY, "PASSERELLE_KAFKA__PATIENCE_SECONDS": "100"}
    told = said(*verb, "--out", "file/editions", cwd=tmp_path, **patient)
    assert told.returncode == 74
    assert "file/editions" in told.stderr
    assert told.stdout == ""


@pytest.mark.parametrize(
    ("words", "told_as"),
    [
        (("report", "make", "--week", "2026-W47", "--language", "de"), "fr or en"),
        (("health", "reports"), "ingest, translate or report"),
    ],
)
def test_a_word_that_cannot_be_meant_is_answered_in_our_own(
    words: tuple[str, ...], told_as: str, tmp_path: Path
) -> None:
    told = said(*words, cwd=tmp_path)
    assert told.returncode == 2
    assert told_as in " ".join(told.stderr.split())
    assert "Value error" not in told.stderr


def test_warnings_about_rules_are_told_and_change_no_exit_status(
    tmp_path: Path,
) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    mapping = tmp_path / "rules" / "mapping.yaml"
    text = mapping.read_text()
    mapping.write_text(text.replace("project: OPS", "project: OSP", 1))
    (tmp_path / "passerelle.toml").write_text(
        '[[ingest.sources]]\nid = "shop"\ntracker = "jira"\n'
        'api_url = "https://jira.example"\nemail = "bot@jira.example"\n'
        'api_token = "env:NO_SUCH_TOKEN"\n'
        'projects = ["PAY", "LOG", "SVC", "FIN", "OPS"]\n'
        '[[ingest.sources]]\nid = "code"\ntracker = "github"\nprojects = []\n'
    )
    told = said("rules", "check", cwd=tmp_path)
    assert told.returncode == 0
    assert re.search(
        r"rules/mapping\.yaml:\d+:\d+: No source follows `OSP`", told.stdout
    )
    assert "`OPS`" in told.stdout
    assert "No mistake, 1 warning." in told.stdout
    assert "No mistake found" not in told.stdout


def test_emptied_rules_are_no_rules_without_mistake(tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    (tmp_path / "rules" / "mapping.yaml").write_text("")
    told = said("rules", "check", cwd=tmp_path)
    assert told.returncode == 78
    assert "mapping.yaml:1:1: No file says `mapping`" in told.stderr
    assert "No mistake found" not in told.stdout


def test_translate_publishes_no_rules_that_no_page_may_print(tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    names = tmp_path / "rules" / "capabilities.yaml"
    names.write_text(names.read_text().replace("en: Online shop", "en: PAY-49"))
    told = said("translate", cwd=tmp_path, **NOBODY)
    assert told.returncode == 78
    assert "`PAY-49`" in told.stderr
