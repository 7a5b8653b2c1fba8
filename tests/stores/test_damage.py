"""A graph file in whatever state never keeps the application from starting with right answers."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support_stores import DAY, ListedFacts, ListedLedger, larger_network, small_network

from graph.errors import StoreUnavailable
from graph.model import Moment
from graph.stores import Catalogue
from graph.stores.follow import follow, verify_projection
from graph.stores.ladybug import LadybugStore
from graph.stores.soundness import Soundness

FILE = "graph.lbug"
# Who may read everything reads a file without any rights too.
UNREADABLE_IS = Soundness.AS_LEFT if os.geteuid() == 0 else Soundness.DAMAGED
FIRST = small_network()
SECOND = ListedFacts(Moment(2, DAY), larger_network().all_nodes, larger_network().all_links)

LEAVE_BY_A_KILL = f"""
import os, signal, sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from pathlib import Path
from support_stores import DAY, ListedLedger, larger_network, small_network
from graph.stores import Catalogue
from graph.stores.follow import follow
from graph.stores.ladybug import LadybugStore
store = LadybugStore(Path(sys.argv[1]), Catalogue.load())
follow(ListedLedger(small_network()), store, DAY)
follow(ListedLedger(small_network(), larger_network()), store, DAY)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph that was closed properly, at change set 2."""
    folder = tmp_path_factory.mktemp("closed")
    store = LadybugStore(folder / FILE, Catalogue.load())
    follow(ListedLedger(FIRST, SECOND), store, DAY)
    store.close()
    return folder


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph at change set 2 whose owner was killed, its log not folded in."""
    folder = tmp_path_factory.mktemp("killed")
    command = [sys.executable, "-c", LEAVE_BY_A_KILL, str(folder / FILE)]
    assert subprocess.run(command, check=False).returncode == -9
    assert (folder / f"{FILE}.wal").exists()
    return folder


def cut(share: float, suffix: str = "") -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        target = path.with_name(path.name + suffix)
        os.truncate(target, int(target.stat().st_size * share))

    return damage


def flip(share: float, suffix: str = "") -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        target = path.with_name(path.name + suffix)
        content = bytearray(target.read_bytes())
        content[int((len(content) - 1) * share)] ^= 0x10
        target.write_bytes(content)

    return damage


def missing(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("x", encoding="ascii")


def a_broken_symlink(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def other_bytes(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" * 512)


def unreadable(path: Path) -> None:
    path.chmod(0)


def a_foreign_stamp(path: Path) -> None:
    path.with_name(f"{path.name}.stamp").write_text("[1, 2", encoding="ascii")


def a_log_of_another(path: Path) -> None:
    path.with_name(f"{path.name}.wal").write_bytes(b"\x01\x02\x03" * 1000)


CLOSED_DAMAGES = {
    **{f"cut at {share}": cut(share) for share in (0.0, 0.001, 0.1, 0.5, 0.9, 0.999)},
    **{f"flip at {share}": flip(share) for share in (0.0, 0.0001, 0.02, 0.1, 0.3, 0.6, 0.8, 1.0)},
    "missing": missing,
    "folder": a_folder,
    "symlink": a_broken_symlink,
    "other bytes": other_bytes,
    "unreadable": unreadable,
    "stamp": a_foreign_stamp,
    "log": a_log_of_another,
}
KILLED_DAMAGES = {
    **{f"cut at {share}": cut(share) for share in (0.0, 0.3, 0.7, 0.95)},
    **{f"flip at {share}": flip(share) for share in (0.0, 0.01, 0.2, 0.5, 0.9)},
    **{f"log cut at {share}": cut(share, ".wal") for share in (0.0, 0.3, 0.6, 0.99)},
    **{f"log flip at {share}": flip(share, ".wal") for share in (0.0, 0.2, 0.5, 0.8, 1.0)},
    "missing": missing,
}


def start(path: Path) -> Soundness:
    """Open whatever is there, follow the ledger, and check that everything is right."""
    ledger = ListedLedger(FIRST, SECOND)
    store = LadybugStore(path, Catalogue.load())
    try:
        found = store.found
        assert follow(ledger, store, DAY) == Moment(2, DAY)
        assert verify_projection(ledger, store) == []
        return found
    finally:
        store.close()


@pytest.mark.parametrize("name", CLOSED_DAMAGES)
def test_a_closed_file_that_was_changed_is_replaced(
    closed: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "home"
    shutil.copytree(closed, folder)
    CLOSED_DAMAGES[name](folder / FILE)
    expected = {"missing": Soundness.MISSING, "unreadable": UNREADABLE_IS}
    noticed = {Soundness.DAMAGED, Soundness.CHANGED}
    assert start(folder / FILE) in ({expected[name]} if name in expected else noticed)


@pytest.mark.parametrize("name", KILLED_DAMAGES)
def test_a_file_left_by_a_kill_and_then_damaged_is_mended(
    killed: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "home"
    shutil.copytree(killed, folder)
    KILLED_DAMAGES[name](folder / FILE)
    start(folder / FILE)


def test_there_are_forty_damages() -> None:
    assert len(CLOSED_DAMAGES) + len(KILLED_DAMAGES) == 40


def test_a_file_left_by_a_kill_is_used_again_once_it_was_compared(
    killed: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "home"
    shutil.copytree(killed, folder)
    store = LadybugStore(folder / FILE, Catalogue.load())
    assert store.found is Soundness.RECOVERED
    assert not store.is_trusted()
    assert store.applied() == Moment(2, DAY)
    ledger = ListedLedger(FIRST, SECOND)
    follow(ledger, store, DAY)
    assert store.is_trusted()
    assert ledger.asked_to_differ == 0
    store.close()
    assert start(folder / FILE) is Soundness.AS_LEFT


def test_a_replaced_file_is_sound_afterwards(closed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    shutil.copytree(closed, folder)
    flip(0.5)(folder / FILE)
    assert start(folder / FILE) in (Soundness.DAMAGED, Soundness.CHANGED)
    assert start(folder / FILE) is Soundness.AS_LEFT


def test_reading_alone_leaves_the_file_byte_for_byte(closed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    shutil.copytree(closed, folder)
    before = (folder / FILE).read_bytes()
    store = LadybugStore(folder / FILE, Catalogue.load())
    follow(ListedLedger(FIRST, SECOND), store, DAY)
    store.close()
    assert (folder / FILE).read_bytes() == before
    stamp = json.loads((folder / f"{FILE}.stamp").read_text(encoding="ascii"))
    assert stamp["size"] == len(before)


def test_a_rebuild_leaves_nothing_of_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / FILE
    store = LadybugStore(path, Catalogue.load())
    store.rebuild(SECOND)
    store.rebuild(FIRST)
    store.close()
    content = b"".join(each.read_bytes() for each in tmp_path.iterdir() if each.is_file())
    assert "示例甲".encode() in content
    assert "示例丙".encode() not in content


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="ascii")
    with pytest.raises(StoreUnavailable, match="无法写入"):
        LadybugStore(tmp_path / "file" / FILE, Catalogue.load())
