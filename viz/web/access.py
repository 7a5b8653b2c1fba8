"""Who has access: accounts, grants, sessions, and what was done."""

from collections.abc import Sequence

from graph.access.accounts import Account
from graph.access.grant import MATTERS, ROLES, Grant
from graph.access.sessions import Session
from graph.ledger.records import AuditRow
from graph.messages import N_, _
from graph.snapshot.snapshot import Snapshot
from viz.web.shell import Shell, web_page

ROLE_WORDS = {
    "viewer": N_("viewer (phones and heads masked)"),
    "editor": N_("editor (fills in)"),
    "manager": N_("manager (reviews: plans, imports, applies)"),
    "auditor": N_("auditor (log only)"),
    "sysadmin": N_("administrator (accounts only)"),
}
MATTER_WORDS = {"pyramid": N_("the liaison pyramid"), "enterprises": N_("enterprises")}


def access_page(
    shell: Shell,
    snapshot: Snapshot,
    accounts: Sequence[Account],
    sessions: Sequence[Session],
    audit: Sequence[AuditRow],
    *,
    link: str = "",
    said: str = "",
) -> str:
    """The page. `link` is shown once, right after an invitation; `said` is what was refused."""
    places = _areas(snapshot)
    names = dict(places)
    return web_page(
        "access.html",
        shell,
        accounts=[(each, [_said(grant, names) for grant in each.grants]) for each in accounts],
        sessions=sessions,
        audit=audit,
        areas=places,
        roles=[(each, _(ROLE_WORDS[each])) for each in ROLES],
        matters=[(each, _(MATTER_WORDS[each])) for each in MATTERS],
        link=link,
        said=said,
    )


def _said(grant: Grant, names: dict[str, str]) -> tuple[Grant, str]:
    where = names.get(grant.area, grant.area) if grant.area else _("everything")
    if grant.role in ("auditor", "sysadmin"):
        return grant, _(ROLE_WORDS[grant.role])
    parts = (_(ROLE_WORDS[grant.role]), where, _(MATTER_WORDS[grant.matter]))
    return grant, " · ".join(parts)


def _areas(snapshot: Snapshot) -> list[tuple[str, str]]:
    areas, ids = snapshot.areas, snapshot.nodes["Area"]
    kinds = ("city", "county", "township", "street", "park", "village", "community")
    chosen = [at for at in areas.order.tolist() if areas.kinds[at] in kinds]
    return [(ids.id(at), areas.path(at)) for at in chosen]
