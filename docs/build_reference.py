"""Write docs/reference from the code itself: `python docs/build_reference.py`.

A test compares the pages with what this would write, so that they cannot fall behind.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

os.environ["LIAISON_LANG"] = "en"  # before anything that speaks is imported

import typer

from graph.rules import Rules
from graph.schema import LINKS, NODES, Property
from graph.settings import Settings
from graph.stores.catalogue import Catalogue

FOLDER = Path(__file__).resolve().parent / "reference"


def pages() -> Mapping[str, str]:
    """Every page by its file name."""
    return {
        "schema.md": "\n".join(_schema()),
        "rules.md": "\n".join(_rules()),
        "queries.md": "\n".join(_queries()),
        "settings.md": "\n".join(_settings()),
        "commands.md": "\n".join(_commands()),
    }


def _schema() -> Iterator[str]:
    yield "# The property graph"
    yield ""
    yield "One label per node, one stable string `id` per node. Personal properties are salted in the"
    yield "hash chain, blanked by `liaison forget`, and never logged."
    yield ""
    yield "| node | property | type | values | personal |"
    yield "|---|---|---|---|---|"
    for node in NODES.values():
        for each in node.properties:
            yield f"| `{node.label}` ({node.prefix}-…) | {_property(each)} |"
    yield ""
    yield "| link | from → to | identity | properties |"
    yield "|---|---|---|---|"
    for link in LINKS.values():
        ends = " · ".join(f"{start} → {end}" for start, end in link.ends)
        own = ", ".join(f"`{each.name}` {each.type}" for each in link.properties)
        identity = ", ".join(("type", "from", "to", *link.identity))
        yield f"| `{link.type}` | {ends} | {identity} | {own} |"
    yield ""


def _property(each: Property) -> str:
    values = ", ".join(each.choices)
    if each.default is not None:
        values = f"{values}; default {each.default}".lstrip("; ")
    return f"`{each.name}` | {each.type} | {values} | {'yes' if each.personal else ''}"


def _rules() -> Iterator[str]:
    yield "# The rules"
    yield ""
    yield "From `graph/rules.toml`; a place overrides bounds, severity and enabled in `rules.toml` of its"
    yield "data folder, also for one area."
    yield ""
    yield "| id | what | severity | bounds | on | source |"
    yield "|---|---|---|---|---|---|"
    for rule in Rules.load():
        bounds = ", ".join(f"{name} {value}" for name, value in rule.bounds.named().items())
        about = f"**{rule.title}.** {rule.about}"
        on = "yes" if rule.enabled else "no"
        yield f"| `{rule.id}` | {about} | {rule.severity} | {bounds} | {on} | {rule.source} |"
    yield ""


def _queries() -> Iterator[str]:
    yield "# The queries"
    yield ""
    yield "Each is a file below `cypher/` and runs as it stands on the embedded engine and on Neo4j."
    yield ""
    yield "| query | about | parameters | returns |"
    yield "|---|---|---|---|"
    catalogue = Catalogue.load()
    for name in sorted(catalogue):
        query = catalogue[name]
        given = ", ".join(f"{key} {kind}" for key, kind in query.parameters.items())
        back = ", ".join(f"{key} {kind}" for key, kind in query.returns.items())
        yield f"| `{name}` | {query.about} | {given} | {back} |"
    yield ""


def _settings() -> Iterator[str]:
    yield "# The settings"
    yield ""
    yield "In `settings.toml` of the data folder, or in the environment, which wins."
    yield ""
    yield "| setting | environment | default | about |"
    yield "|---|---|---|---|"
    for name, field in Settings.model_fields.items():
        default = f"`{field.default}`" if isinstance(field.default, str) and field.default else ""
        yield f"| `{name}` | `LIAISON_{name.upper()}` | {default} | {field.description} |"
    yield ""
    yield "`LIAISON_HOME` is the data folder, `LIAISON_LANG` (`zh`, `en`) the language, `LIAISON_ACTOR` the"
    yield "name that changes are recorded under (default: the account at this machine)."
    yield ""


def _commands() -> Iterator[str]:
    from api.cli import app

    yield "# The commands"
    yield ""
    yield "`liaison --home DIR COMMAND …`. Exit code 0: done; 1: the answer is no; 2: the input or the"
    yield "call is wrong. What `--json` prints is described in [json.md](json.md)."
    yield ""
    group: Any = typer.main.get_command(app)
    yield from _of_group(group, "liaison")


def _of_group(group: Any, name: str) -> Iterator[str]:
    for own, command in sorted(group.commands.items()):
        whole = f"{name} {own}"
        yield f"## {whole}"
        yield ""
        yield command.help or ""
        yield ""
        if hasattr(command, "commands"):
            yield from _of_group(command, whole)
            continue
        for each in command.params:
            yield f"- {_parameter(each)}"
        yield ""


def _parameter(each: Any) -> str:
    shown = each.metavar if each.param_type_name == "argument" else " ".join(each.opts)
    return f"`{shown or each.name}` {each.help or ''}".rstrip()


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` say which are not as they would be written."""
    texts = {FOLDER / file: text for file, text in pages().items()}
    if "--check" not in arguments:
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [
        path.name
        for path, text in texts.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    sys.stdout.write(
        "".join(f"{name} is stale: run python docs/build_reference.py\n" for name in stale)
    )
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
