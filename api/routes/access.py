"""Accounts, grants, sessions and audit, as JSON; for administrators."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.desk import Opened
from api.gate import Administrator, IsOpen
from graph.access.accounts import Account
from graph.access.grant import Grant
from graph.rule import Matter

router = APIRouter(prefix="/api/v1/access", tags=["access"])

Name = Annotated[str, Field(min_length=2, max_length=40, examples=["clerk"])]


class GrantGiven(BaseModel):
    """A role for an area and a subject."""

    role: Literal["viewer", "editor", "manager", "auditor", "sysadmin"]
    area: Annotated[str, Field(max_length=64, description="An area's id; empty: everything")] = ""
    matter: Matter = "pyramid"

    def meant(self) -> Grant:
        """The grant itself."""
        return Grant(self.role, self.area, self.matter)


class Invitation(BaseModel):
    """A new account and what it is granted."""

    account: Name
    grants: Annotated[list[GrantGiven], Field(max_length=50)] = []


@router.get("/accounts")
def accounts(opened: IsOpen, by: Administrator) -> list[dict[str, Any]]:
    """Every account with its grants."""
    del by
    return [account_as_json(each) for each in opened.accounts.all()]


@router.post("/accounts", status_code=201)
def invite(opened: IsOpen, by: Administrator, asked: Invitation) -> dict[str, str]:
    """Begin an account; the path of the link by which its password is set, within a day."""
    grants = [checked(opened, each.meant()) for each in asked.grants]
    token = opened.accounts.invite(asked.account, grants, by=by.account)
    return {"account": asked.account, "link": f"/welcome/{token}"}


@router.post("/accounts/{account}/link", status_code=201)
def invite_again(opened: IsOpen, by: Administrator, account: str) -> dict[str, str]:
    """A new link; the old password and all sessions end at once."""
    return {
        "account": account,
        "link": f"/welcome/{opened.accounts.invite_again(account, by=by.account)}",
    }


@router.post("/accounts/{account}/grants", status_code=204)
def grant(opened: IsOpen, by: Administrator, account: str, asked: GrantGiven) -> None:
    """Give a grant."""
    opened.accounts.grant(account, checked(opened, asked.meant()), by=by.account)


@router.post("/accounts/{account}/grants/revoke", status_code=204)
def revoke(opened: IsOpen, by: Administrator, account: str, asked: GrantGiven) -> None:
    """Take a grant back."""
    opened.accounts.revoke(account, asked.meant(), by=by.account)


@router.post("/accounts/{account}/disable", status_code=204)
def disable(opened: IsOpen, by: Administrator, account: str) -> None:
    """Let it sign in no more."""
    opened.accounts.disable(account, by=by.account)


@router.post("/accounts/{account}/enable", status_code=204)
def enable(opened: IsOpen, by: Administrator, account: str) -> None:
    """Let it sign in again."""
    opened.accounts.enable(account, by=by.account)


@router.get("/sessions")
def sessions(opened: IsOpen, by: Administrator) -> list[dict[str, Any]]:
    """Who is signed in."""
    del by
    return [
        {
            "number": each.number,
            "account": each.account,
            "began_at": each.began_at,
            "seen_at": each.seen_at,
        }
        for each in opened.sessions.all()
    ]


@router.delete("/sessions/{number}", status_code=204)
def end_session(opened: IsOpen, by: Administrator, number: str) -> None:
    """End one session."""
    opened.sessions.end(number, by=by.account)


@router.get("/audit")
def audit(opened: IsOpen, by: Administrator) -> list[dict[str, Any]]:
    """The newest rows of the audit, newest first."""
    del by
    return [
        {
            "recorded_at": each.recorded_at,
            "actor": each.actor,
            "action": each.action,
            "outcome": each.outcome,
        }
        for each in opened.network.ledger.audit_log()
    ]


def account_as_json(account: Account) -> dict[str, Any]:
    """An account as routes print it."""
    return {
        "account": account.name,
        "grants": [
            {"role": each.role, "area": each.area, "matter": each.matter} for each in account.grants
        ],
        "created_at": account.created_at,
        "disabled_at": account.disabled_at,
        "has_password": account.has_password,
    }


def checked(opened: Opened, grant: Grant) -> Grant:
    """The grant, if its area is there. NotFound otherwise."""
    if grant.area:
        opened.network.snapshot(opened.network.moment()).find(grant.area, "Area")
    return grant
