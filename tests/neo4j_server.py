"""A real Neo4j for tests: fetched once, started when first asked for, empty at the start.

`LIAISON_TEST_NEO4J=bolt://…` uses a server that is there instead; its content is deleted.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Final

import pytest
from filelock import FileLock
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

ROOT: Final = Path(__file__).resolve().parent.parent
LIBRARY: Final = ROOT / ".cache" / "neo4j" / "5.26.12"
START_TIMEOUT_S: Final = 120
CONFIGURATION: Final = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=64m
dbms.security.auth_enabled=false
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
db.tx_log.rotation.size=16m
db.tx_log.rotation.retention_policy=1 files
"""
# The reflective access the server needs from Java 17 on, as its own start script gives it.
OPENED: Final = (
    "java.base/java.nio=ALL-UNNAMED",
    "java.base/java.io=ALL-UNNAMED",
    "java.base/sun.nio.ch=ALL-UNNAMED",
    "java.base/java.util.concurrent=ALL-UNNAMED",
)


@pytest.fixture(scope="session")
def neo4j_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty Neo4j without accounts, for this test process alone."""
    if given := os.environ.get("LIAISON_TEST_NEO4J"):
        name = sha256(given.encode()).hexdigest()[:12]
        with FileLock(Path(gettempdir()) / f"liaison-test-neo4j-{name}.lock"):
            empty(given)
            yield given
        return
    with running(fetched(), tmp_path_factory.mktemp("neo4j")) as url:
        yield url


def fetched() -> Path:
    """The folder with the server's jars; fetches them the first time."""
    done = LIBRARY / "complete"
    LIBRARY.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(LIBRARY.parent / "fetch.lock"):
        if not done.exists():
            for command in ("mvn", "java"):
                assert shutil.which(command), f"the tests need {command} (Java 17 and Maven)"
            subprocess.run(
                ["mvn", "-q", "-B", "-f", str(ROOT / "tests" / "neo4j" / "pom.xml"),
                 "dependency:copy-dependencies", f"-DoutputDirectory={LIBRARY}"],
                check=True,
            )  # fmt: skip
            done.touch()
    return LIBRARY


@contextmanager
def running(library: Path, home: Path) -> Iterator[str]:
    """A server in `home` on a free port, from ready to stopped."""
    port = free_port()
    conf = home / "conf"
    conf.mkdir()
    (conf / "neo4j.conf").write_text(CONFIGURATION.format(port=port), encoding="ascii")
    command = [
        "java", "-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        *(part for each in OPENED for part in ("--add-opens", each)),
        "-cp", f"{library}/*", "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={home}", f"--config-dir={conf}",
    ]  # fmt: skip
    output = home / "output.txt"
    with output.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT)
    try:
        url = f"bolt://127.0.0.1:{port}"
        wait_until_ready(url, process, output)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_until_ready(url: str, process: "subprocess.Popen[bytes]", output: Path) -> None:
    """Return when the server answers a query; fail with its output when it cannot."""
    end = time.monotonic() + START_TIMEOUT_S
    with GraphDatabase.driver(url) as driver:
        while time.monotonic() < end and process.poll() is None:
            try:
                with driver.session() as session:
                    session.run("RETURN 1").consume()
                return
            except (DriverError, Neo4jError):
                time.sleep(0.3)
    raise AssertionError(f"Neo4j did not start:\n{output.read_text(errors='replace')[-4000:]}")


def empty(url: str) -> None:
    """Delete every node and link; constraints stay."""
    with GraphDatabase.driver(url) as driver, driver.session() as session:
        session.run(
            "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
        ).consume()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
