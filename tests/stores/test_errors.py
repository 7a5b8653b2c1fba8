"""No exception of an engine or driver leaves a store, and none of ours quotes what it quoted."""

import inspect
import traceback
from pathlib import Path

import neo4j.exceptions
import pytest

from graph.errors import (
    ConfigurationError,
    QueryRejected,
    StoreDamaged,
    StoreError,
    StoreUnavailable,
)
from graph.stores import Catalogue, ladybug_file, neo4j_session, open_store
from graph.stores.neo4j_session import Place, place_of

SECRET = "绝密姓名 13900000000"

DRIVER_ERRORS = sorted(
    (
        each
        for _name, each in inspect.getmembers(neo4j.exceptions, inspect.isclass)
        if issubclass(each, neo4j.exceptions.Neo4jError | neo4j.exceptions.DriverError)
    ),
    key=lambda each: each.__name__,
)


def shown(error: BaseException) -> str:
    """Everything a log would hold of an error."""
    return "".join(traceback.format_exception(error, chain=True))


@pytest.mark.parametrize("kind", DRIVER_ERRORS)
def test_every_error_of_the_driver_becomes_one_of_ours(kind: type[Exception]) -> None:
    failure = kind(SECRET)
    with pytest.raises(StoreError) as caught, neo4j_session.translated("read/some"):
        raise failure
    assert SECRET not in shown(caught.value).replace(repr(failure), "")
    assert not isinstance(caught.value.__cause__, kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Binder exception: Table Nope does not exist.", QueryRejected),
        ("Parser exception: extraneous input", QueryRejected),
        ("Catalog exception: Persn does not exist in catalog.", QueryRejected),
        (f"Conversion exception: Error occurred during parsing date {SECRET}", QueryRejected),
        (f"Overflow exception: {SECRET}", QueryRejected),
        ("Can not execute a write query inside a read-only transaction.", QueryRejected),
        ("Buffer manager exception: Unable to allocate memory!", StoreUnavailable),
        ("Connection is closed.", StoreUnavailable),
        (f"Runtime exception: Found duplicated primary key value {SECRET}", StoreDamaged),
        (f"IO exception: Cannot read from file {SECRET}", StoreDamaged),
        ("Storage exception", StoreDamaged),
        (SECRET, StoreDamaged),
    ],
)
def test_every_kind_of_ladybug_failure_becomes_one_of_ours(
    text: str, expected: type[StoreError]
) -> None:
    with pytest.raises(expected) as caught, ladybug_file.translated("read/some"):
        raise RuntimeError(text)
    assert SECRET not in shown(caught.value)


def test_text_that_cannot_be_decoded_is_damage() -> None:
    with pytest.raises(StoreDamaged), ladybug_file.translated("read/some"):
        b"\xff".decode()


@pytest.fixture
def nobody() -> str:
    """The address of a server that is not there."""
    from neo4j_server import free_port

    return f"bolt://somebody:very-secret@127.0.0.1:{free_port()}/facts"


def test_a_server_that_is_not_there_is_said_when_it_is_asked(
    nobody: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    store = open_store(nobody, tmp_path, catalogue)
    with pytest.raises(StoreUnavailable) as caught:
        store.applied()
    assert "very-secret" not in shown(caught.value)
    store.close()


def test_an_address_says_user_password_and_database() -> None:
    assert place_of("neo4j+s://us%40er:pa%2Fss@db.example:7688/facts") == Place(
        "neo4j+s://db.example:7688", ("us@er", "pa/ss"), "facts"
    )
    assert place_of("bolt://localhost") == Place("bolt://localhost", None, None)


@pytest.mark.parametrize(
    "url",
    ["oracle:/x", "sqlite:///x", "", "bolt://u:very-secret@host:port:7", "bolt://:7687", "bolt:x"],
)
def test_an_address_that_cannot_be_meant_is_refused(
    url: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_store(url, tmp_path, catalogue)
    assert "very-secret" not in shown(caught.value)
