import datetime as dt
import gzip
import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
import textwrap
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from support_ledgers import NOON, ledger_at
from support_networks import DAY, Sketch

from graph.errors import ConfigurationError, Conflict, LedgerDamaged, LedgerError
from graph.history import sealed
from graph.history.archive import read_manifest
from graph.history.backup import back_up
from graph.history.manifest import Manifest
from graph.history.restore import restore, settle
from graph.ledger.changes import CreateLink, CreateNode, Draft, SetNode
from graph.ledger.ledger import Ledger
from graph.model import Link, Node

PASSWORD = "sample-password"
TESTS = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving a key is made slow on purpose; here it would only cost time."""
    monkeypatch.setattr(sealed, "_COST", (10, 8, 1))


def url_of(home: Path) -> str:
    return f"sqlite:///{home / 'ledger.sqlite'}"


def place_at(home: Path, name: str) -> Path:
    """A data folder whose area, words and rules all say `name`."""
    home.mkdir()
    sketch = Sketch().add("A-1", name=name, kind="village")
    sketch.add("P-1", at="A-1", name="张样例", phone="13800000001")
    ledger_at(home / "ledger.sqlite", sketch).close()
    (home / "words.toml").write_text(f'Household = "{name}"\n', encoding="utf-8")
    (home / "rules.toml").write_text(f"# {name}\n", encoding="utf-8")
    return home


def backed_up(home: Path, target: Path, password: str | None = None) -> Manifest:
    ledger = Ledger.open(url_of(home))
    try:
        return back_up(ledger, home, target, now=NOON, password=password)
    finally:
        ledger.close()


def name_in(home: Path) -> tuple[object, str, str]:
    """What ledger, words and rules of a data folder say; the ledger is verified."""
    ledger = Ledger.open(url_of(home))
    assert ledger.verify().sound
    ledger.close()
    return says(home)


def says(home: Path) -> tuple[object, str, str]:
    """What ledger, words and rules of a data folder say."""
    ledger = Ledger.open(url_of(home))
    node = ledger.facts(ledger.moment(DAY)).node("A-1")
    ledger.close()
    return (
        node and node.properties["name"],
        (home / "words.toml").read_text(encoding="utf-8").split('"')[1],
        (home / "rules.toml").read_text(encoding="utf-8")[2:].strip(),
    )


@pytest.mark.parametrize("password", [None, PASSWORD])
def test_what_was_backed_up_comes_back(tmp_path: Path, password: str | None) -> None:
    home = place_at(tmp_path / "home", "石磨沟村")
    manifest = backed_up(home, tmp_path / "b.liaison", password)
    assert (manifest.seq, manifest.made_at) == (1, NOON)
    other = tmp_path / "other"
    assert restore(tmp_path / "b.liaison", other, url_of(other), password=password) == manifest
    assert name_in(other) == ("石磨沟村",) * 3
    assert sorted(each.name for each in other.iterdir()) == [
        ".backup.lock", "ledger.sqlite", "rules.toml", "words.toml",
    ]  # fmt: skip
    assert read_manifest(tmp_path / "b.liaison", password) == manifest


def test_a_backup_is_one_file_nobody_else_may_read(tmp_path: Path) -> None:
    home = place_at(tmp_path / "home", "石磨沟村")
    (tmp_path / "out").mkdir()
    backed_up(home, tmp_path / "out" / "b.liaison")
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["b.liaison"]
    assert (tmp_path / "out" / "b.liaison").stat().st_mode & 0o777 == 0o600
    assert not (home / ".backing-up").exists()


def test_without_a_password_any_archive_program_opens_it(tmp_path: Path) -> None:
    backed_up(place_at(tmp_path / "home", "石磨沟村"), tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "b.tar.gz") as tar:
        assert tar.getnames() == ["manifest.json", "ledger.sqlite", "rules.toml", "words.toml"]


def test_with_a_password_nothing_can_be_read_without_it(tmp_path: Path) -> None:
    home, file = place_at(tmp_path / "home", "石磨沟村"), tmp_path / "b.liaison"
    backed_up(home, file, PASSWORD)
    assert b"SQLite" not in file.read_bytes()
    other = tmp_path / "other"
    with pytest.raises(LedgerError, match="请提供密码"):
        restore(file, other, url_of(other))
    with pytest.raises(LedgerError, match="密码不正确"):
        restore(file, other, url_of(other), password="another-password")
    with pytest.raises(LedgerError, match="8"):
        backed_up(home, file, "short")
    assert not (other / "ledger.sqlite").exists()


def test_passwords_and_the_place_of_the_ledger_are_left_out_of_the_settings(
    tmp_path: Path,
) -> None:
    home = place_at(tmp_path / "home", "石磨沟村")
    (home / "settings.toml").write_text(
        'graph = "bolt://example"\ngraph_password = "secret-1"\n'
        'ledger = ""\nledger_password = "secret-2"\n',
        encoding="utf-8",
    )
    backed_up(home, tmp_path / "b.tar.gz")
    other = tmp_path / "other"
    restore(tmp_path / "b.tar.gz", other, url_of(other))
    assert (other / "settings.toml").read_text(encoding="utf-8") == 'graph = "bolt://example"\n'


def test_the_settings_of_the_data_folder_stay(tmp_path: Path) -> None:
    home, other = place_at(tmp_path / "home", "石磨沟村"), tmp_path / "other"
    (home / "settings.toml").write_text('graph = "ladybug"\n', encoding="utf-8")
    backed_up(home, tmp_path / "b.tar.gz")
    other.mkdir()
    (other / "settings.toml").write_text('graph = "bolt://other"\n', encoding="utf-8")
    restore(tmp_path / "b.tar.gz", other, url_of(other))
    assert "bolt://other" in (other / "settings.toml").read_text(encoding="utf-8")


def test_a_ledger_with_facts_is_replaced_only_when_told(tmp_path: Path) -> None:
    old, new = place_at(tmp_path / "old", "竹筛坪村"), place_at(tmp_path / "new", "石磨沟村")
    backed_up(new, tmp_path / "b.tar.gz")
    with pytest.raises(Conflict, match="1"):
        restore(tmp_path / "b.tar.gz", old, url_of(old))
    assert name_in(old) == ("竹筛坪村",) * 3
    (old / "graph").mkdir()
    (old / "graph.lock").touch()
    restore(
        tmp_path / "b.tar.gz", old, url_of(old), replace=True, derived=("graph", "graph.lock", "x")
    )
    assert name_in(old) == ("石磨沟村",) * 3
    assert not (old / "graph").exists()
    assert not (old / "graph.lock").exists()


def test_a_ledger_somebody_has_open_is_not_replaced(tmp_path: Path) -> None:
    old, new = place_at(tmp_path / "old", "竹筛坪村"), place_at(tmp_path / "new", "石磨沟村")
    backed_up(new, tmp_path / "b.tar.gz")
    ledger = Ledger.open(url_of(old))
    with pytest.raises(LedgerError, match="其他进程"):
        restore(tmp_path / "b.tar.gz", old, url_of(old), replace=True)
    ledger.close()
    assert name_in(old) == ("竹筛坪村",) * 3
    assert not (old / ".restoring").exists()


@pytest.mark.parametrize("content", [b"", b"not a database at all, " * 400, None])
def test_a_damaged_ledger_can_be_replaced(tmp_path: Path, content: bytes | None) -> None:
    home, file = place_at(tmp_path / "home", "石磨沟村"), tmp_path / "b"
    backed_up(home, file)
    ledger = home / "ledger.sqlite"
    whole = ledger.read_bytes()
    ledger.write_bytes(
        whole[:5000] + b"\xff" * 9000 + whole[14000:] if content is None else content
    )
    (home / "ledger.sqlite-wal").write_bytes(b"left behind")
    restore(file, home, url_of(home), replace=True)
    assert name_in(home) == ("石磨沟村",) * 3


def test_what_was_forgotten_since_the_backup_stays_forgotten(tmp_path: Path) -> None:
    home, file = place_at(tmp_path / "home", "石磨沟村"), tmp_path / "b"
    backed_up(home, file)
    ledger = Ledger.open(url_of(home))
    begun = CreateNode(Node("Person", "P-2", {"name": "魏样例"}))
    placed = CreateLink(Link("LOCATED_IN", "Person", "P-2", "Area", "A-1"))
    ledger.commit(Draft("edit", "clerk", "a change", DAY, (begun, placed)))
    ledger.forget("P-1", actor="clerk")
    ledger.forget("P-2", actor="clerk")
    ledger.close()
    assert restore(file, home, url_of(home), replace=True).seq == 2
    assert name_in(home) == ("石磨沟村",) * 3
    ledger = Ledger.open(url_of(home))
    node = ledger.facts(ledger.moment(DAY)).node("P-1")
    assert node is not None
    assert (node.properties["name"], node.properties["phone"]) == (None, None)
    assert [(each.kind, each.actor) for each in ledger.log()] == [
        ("forget", "restore"), ("import", "tester"),
    ]  # fmt: skip
    ledger.close()
    assert "张样例".encode() not in (home / "ledger.sqlite").read_bytes()


def test_another_ledgers_erasures_say_nothing_about_this_one(tmp_path: Path) -> None:
    old, new = place_at(tmp_path / "old", "竹筛坪村"), place_at(tmp_path / "new", "石磨沟村")
    backed_up(new, tmp_path / "b")
    ledger = Ledger.open(url_of(old))
    ledger.forget("P-1", actor="clerk")
    ledger.close()
    assert restore(tmp_path / "b", old, url_of(old), replace=True).seq == 1


def test_what_a_killed_backup_left_is_cleared_away_when_the_folder_is_opened(
    tmp_path: Path,
) -> None:
    home = place_at(tmp_path / "home", "石磨沟村")
    (home / ".backing-up").mkdir()
    (home / ".backing-up" / "ledger.sqlite").write_bytes(b"personal")
    assert settle(home) is False
    assert not (home / ".backing-up").exists()


def test_a_ledger_outside_the_data_folder_is_not_touched(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        restore(tmp_path / "b", tmp_path / "home", f"sqlite:///{tmp_path / 'ledger.sqlite'}")


def flipped(content: bytes, start: int) -> bytes:
    """The content with one bit flipped, at the first place from `start` on where it matters.

    A run of zeros can be packed in several ways, so that some flips leave what is in it as it was.
    """
    for at in range(start, len(content)):
        spoilt = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        try:
            if gzip.decompress(spoilt) != gzip.decompress(content):
                return spoilt
        except (OSError, EOFError, zlib.error):
            return spoilt
    raise AssertionError("no bit from there on matters")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: flipped(content, 40),
        lambda content: flipped(content, len(content) - 2000),
    ],
)
@pytest.mark.parametrize("password", [None, PASSWORD])
def test_a_damaged_backup_is_refused_and_changes_nothing(
    tmp_path: Path, damage: Callable[[bytes], bytes], password: str | None
) -> None:
    home, file = place_at(tmp_path / "home", "石磨沟村"), tmp_path / "b.liaison"
    backed_up(home, file, password)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(LedgerDamaged):
        restore(file, home, url_of(home), password=password, replace=True)
    assert name_in(home) == ("石磨沟村",) * 3
    assert not (home / ".restoring").exists()


def test_what_is_no_backup_is_called_that(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "b"
    for content in (b"", b"hello", b"PK\x03\x04 something else"):
        file.write_bytes(content)
        with pytest.raises(LedgerError, match="不是本系统的备份"):
            restore(file, home, url_of(home))
    with pytest.raises(LedgerError):
        restore(tmp_path / "nothing", home, url_of(home))


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    home, file, other = place_at(tmp_path / "home", "石磨沟村"), tmp_path / "b", tmp_path / "other"
    backed_up(home, file)
    with tarfile.open(file) as old, tarfile.open(tmp_path / "forged", "w:gz") as new:
        for member in old:
            content = old.extractfile(member)
            new.addfile(member, content)
        evil = tarfile.TarInfo("../evil")
        new.addfile(evil)
    with pytest.raises(LedgerDamaged, match="evil"):
        restore(tmp_path / "forged", other, url_of(other))
    assert not (tmp_path / "evil").exists()


def test_a_ledger_changed_inside_the_backup_is_found_by_its_hash_chain(tmp_path: Path) -> None:
    home, other = place_at(tmp_path / "home", "石磨沟村"), tmp_path / "other"
    with sqlite3.connect(home / "ledger.sqlite") as connection:
        connection.execute("UPDATE node_area SET name = '改名村'")
    connection.close()
    with pytest.raises(LedgerDamaged):
        backed_up(home, tmp_path / "b")
    assert not (tmp_path / "b").exists()
    assert not other.exists()


def test_a_failed_backup_leaves_the_old_one(tmp_path: Path) -> None:
    home, file = place_at(tmp_path / "home", "石磨沟村"), tmp_path / "b"
    backed_up(home, file)
    before = file.read_bytes()
    (home / "settings.toml").write_text("= broken", encoding="utf-8")
    with pytest.raises(ConfigurationError):
        backed_up(home, file)
    assert file.read_bytes() == before
    (home / "settings.toml").unlink()
    with pytest.raises(LedgerError, match="nowhere"):
        backed_up(home, Path("/proc/nowhere/b"))


WRITER = """
import sys
from pathlib import Path
from graph.ledger.changes import CreateLink, CreateNode, Draft, SetNode
from graph.ledger.ledger import Ledger
from graph.model import Link, Node
from support_networks import DAY
ledger = Ledger.open(sys.argv[1])
for number in range(100_000):
    if Path(sys.argv[2]).exists():
        break
    kept = ledger.commit(
        Draft("edit", "writer", "a change", DAY, (SetNode("P-1", {"unit": f"unit {number}"}),))
    )
    print(kept.seq, flush=True)
"""


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    path = os.pathsep.join((str(TESTS), str(TESTS.parent), os.environ.get("PYTHONPATH", "")))
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def test_a_backup_taken_while_another_process_writes_is_one_state_and_stops_nobody(
    tmp_path: Path,
) -> None:
    home = place_at(tmp_path / "home", "石磨沟村")
    with python(WRITER, url_of(home), tmp_path / "stop") as writer:
        assert writer.stdout is not None
        acknowledged = int(writer.stdout.readline())
        seqs = []
        for number in range(4):
            manifest = backed_up(home, tmp_path / f"b{number}", PASSWORD)
            assert manifest.seq >= acknowledged
            seqs.append(manifest.seq)
            acknowledged = int(writer.stdout.readline())
        (tmp_path / "stop").touch()
        rest = writer.stdout.read()
    assert writer.returncode == 0
    assert int(rest.split()[-1]) > seqs[-1]
    assert seqs == sorted(set(seqs))
    for number, seq in enumerate(seqs):
        other = tmp_path / f"other{number}"
        restore(tmp_path / f"b{number}", other, url_of(other), password=PASSWORD)
        ledger = Ledger.open(url_of(other))
        assert (ledger.head(), ledger.verify().sound) == (seq, True)
        ledger.close()


# One process after the other, each killed where the next thing on disk is about to be made
# sure of, moved or removed, until one gets through. They are forks: loading takes longer.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from graph.history import sealed
from graph.history.backup import back_up
from graph.history.restore import restore
from graph.ledger.ledger import Ledger
from support_ledgers import NOON

def run(home, file):
    url = f"sqlite:///{home / 'ledger.sqlite'}"
    if sys.argv[1] == "back-up":
        back_up(Ledger.open(url), home, file, now=NOON, password="sample-password")
    else:
        restore(file, home, url, password="sample-password", replace=True, derived=("graph",))

def killing(real, left):
    def act(*arguments, **options):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    return act

sealed._COST = (10, 8, 1)
template, file = Path(sys.argv[2]), Path(sys.argv[3])
for number in range(100):
    home = template.with_name(f"{template.name}{number}")
    shutil.copytree(template, home)
    child = os.fork()
    if not child:
        left = [number]
        os.fsync = killing(os.fsync, left)
        for name in ("replace", "rename", "unlink"):
            setattr(Path, name, killing(getattr(Path, name), left))
        run(home, file)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    shutil.copyfile(file, file.with_name(f"{file.name}{number}"))
    print(os.waitstatus_to_exitcode(status), flush=True)
    if not status:
        break
"""


def killed_anywhere(what: str, template: Path, file: Path) -> int:
    """How many runs were killed before one got through."""
    with python(KILLED, what, template, file) as process:
        assert process.stdout is not None
        codes = [int(each) for each in process.stdout]
    assert codes == [-signal.SIGKILL] * (len(codes) - 1) + [0]
    return len(codes) - 1


def test_a_backup_killed_anywhere_leaves_the_old_one_or_the_new(tmp_path: Path) -> None:
    home, file = place_at(tmp_path / "home", "石磨沟村"), tmp_path / "b"
    backed_up(home, file, PASSWORD)
    ledger = Ledger.open(url_of(home))
    ledger.commit(Draft("edit", "clerk", "a change", DAY, (SetNode("P-1", {"mark": "大"}),)))
    ledger.close()
    killed = killed_anywhere("back-up", home, file)
    seqs = [read_manifest(tmp_path / f"b{each}", PASSWORD).seq for each in range(killed + 1)]
    assert set(seqs) == {1, 2}
    assert seqs == sorted(seqs)
    for each in range(killed + 1):
        assert settle(tmp_path / f"home{each}") is False
        assert not (tmp_path / f"home{each}" / ".backing-up").exists()
    backed_up(home, file, PASSWORD)
    assert not list(tmp_path.glob(".*"))
    other = tmp_path / "other"
    assert restore(file, other, url_of(other), password=PASSWORD).seq == 2


def test_a_restore_killed_anywhere_leaves_all_of_the_old_or_all_of_the_new(
    tmp_path: Path,
) -> None:
    template, file = place_at(tmp_path / "home", "竹筛坪村"), tmp_path / "b"
    (template / "graph").touch()
    backed_up(place_at(tmp_path / "new", "石磨沟村"), file, PASSWORD)
    killed = killed_anywhere("restore", template, file)
    outcomes = []
    for each in range(killed + 1):
        home = tmp_path / f"home{each}"
        finished = settle(home)
        found = says(home)
        assert found in (("竹筛坪村",) * 3, ("石磨沟村",) * 3)
        assert (home / "graph").exists() == (found[0] == "竹筛坪村")
        assert not (home / ".restoring").exists()
        outcomes.append((found[0], finished))
    names = [each[0] for each in outcomes]
    assert names == sorted(names, reverse=True)
    assert ("竹筛坪村", False) in outcomes
    assert ("石磨沟村", True) in outcomes
    assert outcomes[-1] == ("石磨沟村", False)
    assert name_in(tmp_path / f"home{killed - 1}") == ("石磨沟村",) * 3


def test_two_at_once_in_one_data_folder_are_refused(tmp_path: Path) -> None:
    home = place_at(tmp_path / "home", "石磨沟村")
    ledger = Ledger.open(url_of(home))

    def again(_step: str) -> None:
        with pytest.raises(LedgerError, match="另一次"):
            back_up(ledger, home, tmp_path / "c", now=NOON)

    back_up(ledger, home, tmp_path / "b", now=NOON, tell=again)
    ledger.close()
    assert not (tmp_path / "c").exists()


def test_an_empty_ledger_can_be_backed_up_and_restored(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    manifest = backed_up(home, tmp_path / "b")
    assert (manifest.seq, manifest.digest) == (0, "")
    assert restore(tmp_path / "b", other, url_of(other)).seq == 0


def test_the_same_state_gives_the_same_bytes_without_a_password(tmp_path: Path) -> None:
    home = place_at(tmp_path / "home", "石磨沟村")
    backed_up(home, tmp_path / "b")
    backed_up(home, tmp_path / "c")
    assert (tmp_path / "b").read_bytes() == (tmp_path / "c").read_bytes()
    assert dt.datetime.fromisoformat("2026-05-01T12:00:00+00:00") == NOON
