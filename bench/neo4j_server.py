"""A Neo4j for measuring, with the memory a whole network asks for; gone when it is done."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.neo4j_server import OPENED, fetched, free_port, wait_until_ready

_CONFIGURATION: Final = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=1g
dbms.security.auth_enabled=false
dbms.usage_report.enabled=false
db.tx_log.rotation.retention_policy=1 files
"""


@contextmanager
def server(heap_mib: int) -> Iterator[str]:
    """The address of an empty server without accounts, from ready to stopped."""
    with tempfile.TemporaryDirectory(prefix="liaison-bench-neo4j-") as folder:
        home, port = Path(folder), free_port()
        (home / "conf").mkdir()
        (home / "conf" / "neo4j.conf").write_text(_CONFIGURATION.format(port=port), "ascii")
        output = home / "output.txt"
        with output.open("wb") as stream:
            process = subprocess.Popen(_command(home, heap_mib), stdout=stream, stderr=stream)
        try:
            url = f"bolt://127.0.0.1:{port}"
            wait_until_ready(url, process, output)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=120)


def _command(home: Path, heap_mib: int) -> list[str]:
    return [
        "java", f"-Xms{heap_mib // 2}m", f"-Xmx{heap_mib}m",
        *(part for each in OPENED for part in ("--add-opens", each)),
        "-cp", f"{fetched()}/*", "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={home}", f"--config-dir={home / 'conf'}",
    ]  # fmt: skip
