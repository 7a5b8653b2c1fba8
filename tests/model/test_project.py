"""The project itself: what is installed is what stands here, and it names no foreign host."""

import importlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKED = ("graph", "cypher", "api", "viz", "locale")
REGISTRY_HOSTS = re.compile(
    "|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(org|com)",
              "repo" + r"[0-9]?\.maven", "maven" + r"\.org", "crates" + r"\.io"))
)  # fmt: skip


def tracked_files():
    listed = subprocess.run(
        ["git", "-c", "core.quotepath=off", "ls-files", "-z"],
        cwd=PROJECT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return [PROJECT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("name", ["graph", "api", "viz"])
def test_the_top_level_names_are_ours(name):
    module = importlib.import_module(name)
    assert Path(module.__file__).parent.parent == PROJECT


def test_the_wheel_holds_every_file_of_the_folders(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=PROJECT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    here = {
        str(file.relative_to(PROJECT))
        for file in tracked_files()
        if file.relative_to(PROJECT).parts[0] in PACKED and file.exists()
    }
    assert here - packed == set()


def test_no_tracked_file_names_a_registry():
    named = [
        str(file.relative_to(PROJECT))
        for file in tracked_files()
        if file.exists()
        and REGISTRY_HOSTS.search(file.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert named == []


def test_every_command_of_the_makefile_says_what_it_does():
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test", "lint", "serve", "bench"):
        assert re.search(rf"^{target}:.*## .+", text, re.MULTILINE), target


def test_every_locked_package_has_hashes():
    text = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.findall(r"^([a-z0-9].*?)(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert packages
    assert [each.split()[0] for each in packages if "--hash=sha256:" not in each] == []


def test_the_reference_pages_are_what_the_code_says():
    checked = subprocess.run(
        [sys.executable, "docs/build_reference.py", "--check"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stdout) == (0, "")


def test_every_part_of_the_tree_is_named_in_the_readme_or_contributing():
    said = (PROJECT / "README.md").read_text("utf-8") + (PROJECT / "CONTRIBUTING.md").read_text(
        "utf-8"
    )
    folders = {
        file.relative_to(PROJECT).parts[0] for file in tracked_files() if file.parent != PROJECT
    }
    assert [name for name in sorted(folders - {".ci"}) if f"{name}/" not in said] == []
