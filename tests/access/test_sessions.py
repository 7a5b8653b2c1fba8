"""Signing in, staying signed in while there, and being signed out."""

import datetime as dt

import pytest

from graph.access.grant import Grant
from graph.errors import SignInRefused

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def people(accounts):
    accounts.accept(accounts.first_link(), PASSWORD, name="root")
    grant = Grant("viewer", "A-1", "pyramid")
    accounts.accept(accounts.invite("clerk", [grant], by="root"), PASSWORD)


def test_a_session_says_who_it_is_and_what_is_granted_now(sessions, accounts):
    token = sessions.sign_in("clerk", PASSWORD)
    assert sessions.who(token).account == "clerk"
    added = Grant("editor", "A-2", "enterprises")
    accounts.grant("clerk", added, by="root")
    assert added in sessions.who(token).grants


@pytest.mark.parametrize(
    ("name", "password"), [("clerk", "wrong password"), ("nobody", PASSWORD), ("clerk", "")]
)
def test_whoever_is_refused_learns_nothing(sessions, name, password):
    with pytest.raises(SignInRefused) as refused:
        sessions.sign_in(name, password)
    with pytest.raises(SignInRefused) as other:
        sessions.sign_in("clerk", "another wrong one")
    assert str(refused.value) == str(other.value)


def test_a_disabled_account_is_refused_and_its_sessions_end(sessions, accounts):
    token = sessions.sign_in("clerk", PASSWORD)
    accounts.disable("clerk", by="root")
    assert sessions.who(token) is None
    with pytest.raises(SignInRefused):
        sessions.sign_in("clerk", PASSWORD)


def test_a_new_invitation_ends_password_and_sessions(sessions, accounts):
    token = sessions.sign_in("clerk", PASSWORD)
    link = accounts.invite_again("clerk", by="root")
    assert sessions.who(token) is None
    with pytest.raises(SignInRefused):
        sessions.sign_in("clerk", PASSWORD)
    accounts.accept(link, "another long secret")
    assert sessions.sign_in("clerk", "another long secret")


def test_wrong_passwords_make_the_account_wait_longer_each_time(sessions, clock):
    waits = []
    for _each in range(6):
        with pytest.raises(SignInRefused) as refused:
            sessions.sign_in("clerk", "wrong password")
        waits.append(refused.value.retry_after_s)
        clock.move(seconds=refused.value.retry_after_s)
    assert waits == [0, 0, 2, 4, 8, 16]


def test_while_an_account_waits_not_even_the_right_password_is_tried(sessions, clock):
    for _each in range(3):
        with pytest.raises(SignInRefused):
            sessions.sign_in("clerk", "wrong password")
    with pytest.raises(SignInRefused) as refused:
        sessions.sign_in("clerk", PASSWORD)
    assert refused.value.retry_after_s == 2
    clock.move(seconds=2)
    assert sessions.sign_in("clerk", PASSWORD)


def test_the_right_password_ends_the_waiting(sessions, clock):
    for _each in range(3):
        with pytest.raises(SignInRefused):
            sessions.sign_in("clerk", "wrong password")
    clock.move(seconds=2)
    sessions.sign_in("clerk", PASSWORD)
    with pytest.raises(SignInRefused) as refused:
        sessions.sign_in("clerk", "wrong password")
    assert refused.value.retry_after_s == 0


def test_who_is_idle_is_signed_out(sessions, clock):
    token = sessions.sign_in("clerk", PASSWORD)
    clock.move(minutes=29)
    assert sessions.who(token)
    clock.move(minutes=29)
    assert sessions.who(token)
    clock.move(minutes=31)
    assert sessions.who(token) is None
    assert sessions.all() == ()


def test_no_session_lasts_longer_than_a_working_day(sessions, clock):
    token = sessions.sign_in("clerk", PASSWORD)
    begun = clock.now
    while clock.now - begun < dt.timedelta(hours=12):
        assert sessions.who(token)
        clock.move(minutes=20)
    clock.move(minutes=1)
    assert sessions.who(token) is None


def test_signing_out_ends_one_session_only(sessions):
    here, there = sessions.sign_in("clerk", PASSWORD), sessions.sign_in("clerk", PASSWORD)
    sessions.sign_out(here)
    assert sessions.who(here) is None
    assert sessions.who(there)


def test_an_administrator_sees_sessions_and_ends_one(sessions):
    token = sessions.sign_in("clerk", PASSWORD)
    (session,) = sessions.all()
    assert session.account == "clerk"
    assert session.number not in token
    assert sessions.who(session.number) is None
    sessions.end(session.number, by="root")
    assert sessions.who(token) is None


def test_a_made_up_token_is_nobody(sessions):
    assert sessions.who("") is None
    assert sessions.who("\ud800") is None
