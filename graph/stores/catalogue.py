"""The queries of `cypher/`, read and checked at start-up: one file, one statement, one header.

A header that lies is refused here, so that nothing later runs a query that is not what it
says. What a query answers is checked at every run, in `answers.py`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

import graph
from graph.errors import ConfigurationError, QueryRejected
from graph.messages import _

CYPHER_FOLDER: Final = Path(graph.__file__).resolve().parent.parent / "cypher"
ENGINES: Final = ("ladybug", "neo4j")
TYPES: Final = frozenset(
    {"STRING", "INTEGER", "FLOAT", "BOOLEAN", "DATE", "LIST<STRING>", "LIST<MAP>"}
)

_KEYS: Final = frozenset({"name", "about", "params", "returns", "differs"})
_HEADER_LINE: Final = re.compile(r"// ?(?:(?P<key>[a-z]+):)?(?P<text>.*)")
# Strings, quoted names and comments: a `$` or `;` inside them means nothing.
_QUOTED: Final = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`|//[^\n]*|/\*.*?\*/""", re.DOTALL
)
_PARAMETER: Final = re.compile(r"\$([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Query:
    """One query: what it is called, takes and returns (name to type, in order), and its text.

    `dialect` is the engine it is written for, None where it runs on all; `differs` says why
    such a query could not be shared.
    """

    name: str
    about: str
    parameters: Mapping[str, str] = field(hash=False)
    returns: Mapping[str, str] = field(hash=False)
    text: str
    dialect: str | None = None
    differs: str = ""


class Catalogue(Mapping[str, Query]):
    """Every query by its name; `dialect` gives the text an engine runs.

    A name stands once for all engines, or once for each of them. `catalogue[name]` is then the
    query of the first engine; headers agree, so only `text` depends on which.
    """

    def __init__(self, queries: Mapping[str, Mapping[str | None, Query]]) -> None:
        self._queries = queries

    @classmethod
    def load(cls, *folders: Path) -> "Catalogue":
        """The queries below the folders (by default the product's own `cypher/`).

        Raises `ConfigurationError` naming the file for the first header that lies.
        """
        found: dict[str, dict[str | None, Query]] = {}
        for folder in folders or (CYPHER_FOLDER,):
            for path in sorted(folder.rglob("*.cypher")):
                query = read_query(path, folder)
                forms = found.setdefault(query.name, {})
                if query.dialect in forms:
                    raise _refused(path, _("the name %(name)s stands twice") % {"name": query.name})
                forms[query.dialect] = query
        for name, forms in found.items():
            _check_forms(name, forms)
        return cls(found)

    def __getitem__(self, name: str) -> Query:
        try:
            forms = self._queries[name]
        except KeyError:
            raise QueryRejected(_("There is no query %(name)s.") % {"name": name}) from None
        return forms.get(None) or forms[ENGINES[0]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)

    def __contains__(self, name: object) -> bool:
        return name in self._queries

    def dialect(self, name: str, engine: str) -> Query:
        """The form of a query that an engine runs; raises `QueryRejected` if unknown."""
        query = self[name]
        return query if query.dialect is None else self._queries[name][engine]

    def differing(self) -> list[str]:
        """The names that need one form for each engine, in order."""
        return sorted(name for name, forms in self._queries.items() if None not in forms)


def read_query(path: Path, folder: Path) -> Query:
    """The query a file holds; raises `ConfigurationError` when its header lies."""
    place = path.relative_to(folder).with_suffix("").parts
    dialect = place[1] if place[0] == "dialect" else None
    if dialect is not None and dialect not in ENGINES:
        raise _refused(path, _("there is no engine %(name)s") % {"name": dialect})
    header, text = _split(path, path.read_text(encoding="utf-8"))
    query = Query(
        name=header.get("name", ""),
        about=header.get("about", ""),
        parameters=_declared(path, header.get("params", "")),
        returns=_declared(path, header.get("returns", "")),
        text=text,
        dialect=dialect,
        differs=header.get("differs", ""),
    )
    _check(path, query, "/".join(place if dialect is None else place[2:]))
    return query


def _split(path: Path, content: str) -> tuple[dict[str, str], str]:
    """Header entries by key, and the statement below them.

    A comment line that has no key, or is indented, goes on with the entry above it.
    """
    header: dict[str, str] = {}
    key = ""
    lines = content.lstrip("\ufeff").strip().split("\n")
    while lines and (match := _HEADER_LINE.fullmatch(lines[0].strip())):
        lines.pop(0)
        if named := match["key"]:
            if named not in _KEYS:
                raise _refused(path, _("the header has no entry %(name)s") % {"name": named})
            if named in header:
                raise _refused(path, _("the entry %(name)s stands twice") % {"name": named})
            key = named
        elif not key:
            raise _refused(path, _("the header begins with // name:"))
        header[key] = f"{header.get(key, '')} {match['text'].strip()}".strip()
    return header, "\n".join(lines).strip()


def _declared(path: Path, text: str) -> Mapping[str, str]:
    """`area STRING, day DATE` as a mapping, in order."""
    declared: dict[str, str] = {}
    for entry in filter(None, (each.strip() for each in text.split(","))):
        name, space, type_ = entry.partition(" ")
        if not space or not name.isidentifier() or type_.strip() not in TYPES:
            raise _refused(path, _("%(entry)s is not a name and a known type") % {"entry": entry})
        if name in declared:
            raise _refused(path, _("%(name)s is declared twice") % {"name": name})
        declared[name] = type_.strip()
    return MappingProxyType(declared)


def _check(path: Path, query: Query, name: str) -> None:
    if query.name != name:
        wrong = {"name": query.name, "path": name}
        raise _refused(path, _("the name is %(name)s but the path says %(path)s") % wrong)
    if not query.about:
        raise _refused(path, _("the header says nothing about the query"))
    if not query.returns:
        raise _refused(path, _("the header declares no column"))
    if bool(query.differs) != (query.dialect is not None):
        raise _refused(path, _("// differs: stands in every dialect file and nowhere else"))
    bare = _QUOTED.sub(" ", query.text).strip()
    if not bare or ";" in bare.removesuffix(";"):
        raise _refused(path, _("a file holds exactly one statement"))
    used = set(_PARAMETER.findall(bare))
    if apart := used ^ set(query.parameters):
        names = ", ".join(f"${each}" for each in sorted(apart))
        raise _refused(path, _("declared and used parameters differ: %(names)s") % {"names": names})


def _check_forms(name: str, forms: Mapping[str | None, Query]) -> None:
    """Refuse a name that is shared and dialect at once, or missing for an engine."""
    if set(forms) not in ({None}, set(ENGINES)):
        there = ", ".join(sorted(each or "shared" for each in forms))
        raise ConfigurationError(
            _(
                "The query %(name)s stands in %(there)s; it must stand once for all, or once for "
                "each engine."
            )
            % {"name": name, "there": there}
        )
    if len({(tuple(q.parameters.items()), tuple(q.returns.items())) for q in forms.values()}) > 1:
        raise ConfigurationError(
            _("The forms of the query %(name)s declare different parameters or columns.")
            % {"name": name}
        )


def _refused(path: Path, reason: str) -> ConfigurationError:
    return ConfigurationError(
        _("The query file %(file)s cannot be used: %(reason)s.")
        % {"file": path.name, "reason": reason}
    )
