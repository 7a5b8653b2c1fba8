"""Talking to a Neo4j server: where it is, statements in transactions, failures in our words."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import unquote, urlsplit

import neo4j
from neo4j.exceptions import (
    ClientError,
    ConstraintError,
    CypherSyntaxError,
    DriverError,
    Neo4jError,
)

from graph.errors import (
    ConfigurationError,
    QueryRejected,
    StoreDamaged,
    StoreError,
    StoreUnavailable,
)
from graph.messages import _

_CONNECT_TIMEOUT_S: Final = 5.0
_RETRY_TIMEOUT_S: Final = 10.0
# What the server says about a statement's text names a place in it.
_PLACE: Final = re.compile(r"\(line \d+, column \d+")
T = TypeVar("T")


class Place(NamedTuple):
    """Where a graph is on a server: `database` None means the server's default."""

    address: str
    auth: tuple[str, str] | None
    database: str | None


def place_of(url: str) -> Place:
    """What `scheme://user:password@host:port/database` says; user and database may be missing.

    Raises `ConfigurationError`, without the password, when it says no host or no number as port.
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    try:
        _port = parts.port
    except ValueError:
        raise _unusable(parts.scheme, host) from None
    if not parts.hostname:
        raise _unusable(parts.scheme, host)
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    query = f"?{parts.query}" if parts.query else ""
    return Place(f"{parts.scheme}://{host}{query}", auth, parts.path.strip("/") or None)


def _unusable(scheme: str, host: str) -> ConfigurationError:
    return ConfigurationError(
        _("The address of the graph cannot be used: %(address)s.")
        % {"address": f"{scheme}://{host}"}
    )


class Neo4jTransaction:
    """Statements inside one transaction."""

    def __init__(self, raw: neo4j.ManagedTransaction | neo4j.Transaction) -> None:
        self._raw = raw

    def execute(
        self, text: str, parameters: Mapping[str, object] | None = None
    ) -> tuple[list[str], list[list[Any]]]:
        """Column names and rows."""
        # The driver asks for literal text as a guard against built queries; ours come from
        # files and from the schema.
        result = self._raw.run(text, dict(parameters or {}))
        return list(result.keys()), result.values()


class Neo4jSession:
    """One server and database; reaches for it only when asked something."""

    def __init__(self, url: str) -> None:
        """Raises `ConfigurationError` when the URL cannot be meant; does not connect yet."""
        self._place = place_of(url)
        try:
            self._driver = neo4j.GraphDatabase.driver(
                self._place.address,
                auth=self._place.auth,
                connection_timeout=_CONNECT_TIMEOUT_S,
                connection_acquisition_timeout=_CONNECT_TIMEOUT_S,
                max_transaction_retry_time=_RETRY_TIMEOUT_S,
                notifications_min_severity="OFF",
            )
        except (ValueError, DriverError) as error:
            scheme, _colon, host = self._place.address.partition("://")
            raise _unusable(scheme, host) from RuntimeError(type(error).__name__)

    def read(self, name: str, work: Callable[[Neo4jTransaction], T]) -> T:
        """What `work` returns, in a transaction that cannot write.

        Tried once: who asks has the ledger to answer from, and should not wait for a server.
        """
        with (
            translated(name),
            self._session(neo4j.READ_ACCESS) as session,
            session.begin_transaction() as raw,
        ):
            return work(Neo4jTransaction(raw))

    def write(self, name: str, work: Callable[[Neo4jTransaction], T]) -> T:
        """What `work` returns, all of it or nothing; run again when the server asks for that."""
        with translated(name), self._session() as session:
            return session.execute_write(lambda raw: work(Neo4jTransaction(raw)))

    def close(self) -> None:
        """Let go of the server."""
        with translated("close"):
            self._driver.close()

    def _session(self, access: str = neo4j.WRITE_ACCESS) -> neo4j.Session:
        return self._driver.session(database=self._place.database, default_access_mode=access)


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Raise every failure of driver and server as one of ours, without the values they quote."""
    try:
        yield
    except (Neo4jError, DriverError, ValueError, OverflowError) as error:
        fault = _fault(name, error)
        code = getattr(error, "code", None)
        raise fault from RuntimeError(f"{type(error).__name__} {code or ''}".strip())


def _fault(name: str, error: Exception) -> StoreError:
    if isinstance(error, CypherSyntaxError) and _PLACE.search(error.message or ""):
        # Speaks about the statement's text only; all other messages may quote data.
        reason = (error.message or "").splitlines()[0]
        return QueryRejected(
            _("The engine cannot run the query %(name)s: %(reason)s")
            % {"name": name, "reason": reason}
        )
    if isinstance(error, ConstraintError):
        return StoreDamaged(
            _("The graph does not hold what is to be changed (%(name)s); rebuild it.")
            % {"name": name}
        )
    code = (error.code or "") if isinstance(error, ClientError) else ""
    if code == "Neo.ClientError.Statement.AccessMode":
        return QueryRejected(
            _("The query %(name)s writes; only the store itself runs it.") % {"name": name}
        )
    if code.startswith("Neo.ClientError.Statement") or not isinstance(
        error, Neo4jError | DriverError
    ):
        return QueryRejected(
            _("The query %(name)s was given or met a value it cannot take.") % {"name": name}
        )
    kind = getattr(error, "code", None) or type(error).__name__
    return StoreUnavailable(
        _("The graph cannot answer %(name)s now (%(kind)s).") % {"name": name, "kind": kind}
    )
