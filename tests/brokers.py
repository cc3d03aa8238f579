"""Apache Kafka in KRaft mode for the tests, from the jars that Maven fetched."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from passerelle.embedded import free_port
from passerelle_kafka.settings import KafkaSettings

ROOT = Path(__file__).parents[1]
JARS = ROOT / "build" / "kafka_broker" / "lib"
NO_KAFKA = (
    "Apache Kafka is not here: it needs Java 17 and Maven (apt-get install "
    "default-jdk-headless maven, then make test), or KAFKA_BOOTSTRAP=host:port"
)
_JAVA = ("java", "-XX:TieredStopAtLevel=1", "-cp", f"{JARS}/*")
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={logs}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.cleaner.dedupe.buffer.size=4194304
message.max.bytes=33554432
"""


def kafka_is_here() -> bool:
    """Whether Java and the jars are."""
    return shutil.which("java") is not None and any(JARS.glob("kafka_2*.jar"))


class KafkaBroker:
    """One broker on free ports of the loopback; it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.settings = KafkaSettings(bootstrap=f"127.0.0.1:{self.port}")
        self._process: subprocess.Popen[bytes] | None = None

    def format(self) -> None:
        """Lay out an empty log, once."""
        properties = _PROPERTIES.format(
            port=self.port, controller=free_port(), logs=self.folder / "logs"
        )
        self.properties.write_text(properties)
        made = subprocess.run(
            [*_JAVA, "kafka.tools.StorageTool", "random-uuid"],
            check=True,
            capture_output=True,
            text=True,
        )
        cluster = made.stdout.split()[-1]
        subprocess.run(
            [*_JAVA, "kafka.tools.StorageTool", "format", "-t", cluster]
            + ["-c", str(self.properties), "--standalone"],
            check=True,
            capture_output=True,
        )

    @property
    def properties(self) -> Path:
        return self.folder / "server.properties"

    def start(self) -> None:
        """Return once it accepts connections."""
        log = (self.folder / "broker.log").open("ab")
        self._process = subprocess.Popen(
            [*_JAVA[:1], "-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", *_JAVA[1:]]
            + ["kafka.Kafka", str(self.properties)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self._wait_until_listening()

    def _wait_until_listening(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                probe.settimeout(0.5)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        tail = (self.folder / "broker.log").read_text(errors="replace")[-2000:]
        raise RuntimeError(f"Kafka did not listen within {seconds:g} s:\n{tail}")

    def stop(self) -> None:
        """End it cleanly, as an operator would."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._process = None


@contextmanager
def apache_kafka(folder: Path) -> Iterator[KafkaBroker]:
    """Run a broker of our own while the block runs."""
    broker = KafkaBroker(folder)
    broker.format()
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()
