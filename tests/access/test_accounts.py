"""Accounts: the first one by a link, others by invitation, grants given and taken back."""

import pytest
import sqlalchemy as sa

from graph.access.grant import Grant
from graph.errors import InvalidChange, NotFound
from graph.ledger.access_tables import ACCOUNT, INVITATION

PASSWORD = "correct horse battery"
GRANT = Grant("viewer", "A-1", "pyramid")


@pytest.fixture
def root(accounts) -> str:
    """The first account."""
    return accounts.accept(accounts.first_link(), PASSWORD, name="root")


def test_the_first_account_may_do_everything(accounts, root):
    assert {each.role for each in accounts.account(root).grants} == {"manager", "sysadmin"}
    assert not accounts.is_empty()


def test_there_is_no_second_way_to_a_first_account(accounts, root):
    with pytest.raises(InvalidChange, match="账号"):
        accounts.first_link()


def test_a_new_first_link_makes_the_older_one_useless(accounts):
    old, new = accounts.first_link(), accounts.first_link()
    with pytest.raises(NotFound):
        accounts.accept(old, PASSWORD, name="root")
    assert accounts.accept(new, PASSWORD, name="root") == "root"


def test_a_link_works_once(accounts):
    token = accounts.first_link()
    accounts.accept(token, PASSWORD, name="root")
    with pytest.raises(NotFound):
        accounts.accept(token, PASSWORD, name="other")
    assert [each.name for each in accounts.all()] == ["root"]


def test_a_link_works_for_a_day(accounts, clock):
    token = accounts.first_link()
    clock.move(hours=24)
    with pytest.raises(NotFound):
        accounts.accept(token, PASSWORD, name="root")


@pytest.mark.parametrize("password", ["short", "root-password", "aaaaaaaaaaaa", "x" * 300])
def test_a_password_that_is_too_easy_is_refused_and_the_link_stays_good(accounts, password):
    token = accounts.first_link()
    with pytest.raises(InvalidChange):
        accounts.accept(token, password, name="root")
    assert accounts.all() == ()
    assert accounts.accept(token, PASSWORD, name="root") == "root"


@pytest.mark.parametrize("name", ["", "a", "two words", "<script>", "x" * 50])
def test_a_name_that_cannot_be_one_is_refused(accounts, root, name):
    with pytest.raises(InvalidChange):
        accounts.invite(name, [GRANT], by=root)


def test_an_invited_account_has_its_grants_and_no_password_until_it_sets_one(accounts, root):
    token = accounts.invite("clerk", [GRANT], by=root)
    assert accounts.account("clerk").grants == (GRANT,)
    assert not accounts.account("clerk").has_password
    assert accounts.accept(token, PASSWORD, name="ignored") == "clerk"
    assert accounts.account("clerk").has_password


def test_two_accounts_of_one_name_are_refused(accounts, root):
    with pytest.raises(InvalidChange, match="root"):
        accounts.invite("root", [], by=root)


def test_grants_are_given_once_and_taken_back(accounts, root):
    accounts.invite("clerk", [], by=root)
    accounts.grant("clerk", GRANT, by=root)
    accounts.grant("clerk", GRANT, by=root)
    assert accounts.account("clerk").grants == (GRANT,)
    accounts.revoke("clerk", GRANT, by=root)
    assert accounts.account("clerk").grants == ()
    with pytest.raises(NotFound):
        accounts.revoke("clerk", GRANT, by=root)


def test_the_last_who_gives_access_keeps_it(accounts, root):
    with pytest.raises(InvalidChange):
        accounts.revoke(root, Grant("sysadmin", "", "pyramid"), by=root)
    with pytest.raises(InvalidChange):
        accounts.disable(root, by=root)
    assert accounts.account(root).disabled_at is None


def test_what_is_not_there_is_not_found(accounts, root):
    for ask in (accounts.account, lambda name: accounts.disable(name, by=root)):
        with pytest.raises(NotFound, match="nobody"):
            ask("nobody")


def test_every_change_leaves_an_audit_row_without_a_secret(accounts, root, ledger):
    token = accounts.invite("clerk", [GRANT], by=root)
    accounts.disable("clerk", by=root)
    accounts.enable("clerk", by=root)
    rows = ledger.audit_log()
    done = [row.action for row in rows]
    assert done == [
        "enable", "disable", "invite", "grant", "set-password", "grant", "grant", "grant",
        "invite-first",
    ]  # fmt: skip
    assert not any(secret in repr(rows) for secret in (token, PASSWORD))
    assert ledger.verify().sound


def test_neither_password_nor_link_is_kept_as_it_is(accounts, root, ledger):
    token = accounts.invite("clerk", [], by=root)
    with ledger.database.reading() as connection:
        kept = repr(connection.execute(sa.select(ACCOUNT)).all())
        kept += repr(connection.execute(sa.select(INVITATION)).all())
    assert PASSWORD not in kept
    assert token not in kept
    assert "$argon2id$" in kept
