"""A ledger of an earlier form is brought to the newest one, and keeps what it holds."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from support_ledger import DAY, village

import graph.ledger.migrations
from graph.ledger.database import REVISION, Database
from graph.ledger.ledger import Ledger
from graph.model import Moment


def taken_back(url: str, revision: str) -> None:
    """Make a ledger one of an earlier form, with the tables that form did not have gone."""
    database = Database(url)
    with database.writing() as connection:
        for table in ("session", "invitation", "granted", "account"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        connection.execute(sa.text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    database.close()


def test_the_first_form_is_brought_to_the_newest_and_loses_nothing(url: str) -> None:
    ledger = Ledger.open(url)
    village(ledger)
    held = ledger.facts(Moment(1, DAY)).counts()
    ledger.close()
    taken_back(url, "0001")
    again = Ledger.open(url)
    assert again.facts(Moment(1, DAY)).counts() == held
    assert again.verify().sound
    with again.database.reading() as connection:
        assert sa.inspect(connection).has_table("account")
    again.close()


def test_every_form_since_the_first_can_be_reached(tmp_path) -> None:
    (folder,) = graph.ledger.migrations.__path__
    database = Database(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    config = Config()
    config.set_main_option("script_location", folder)
    with database.writing() as connection:
        config.attributes["connection"] = connection
        for form in ("0001", "0002"):
            command.upgrade(config, form)
            found = connection.execute(sa.text("SELECT version_num FROM alembic_version"))
            assert found.scalar() == form
    assert form == REVISION
    database.close()
