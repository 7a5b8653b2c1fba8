"""Areas: their figures, ledger and picture."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.gate import Seen
from api.routes.pages.common import Around
from viz.web.area import area_page, areas_page, ledger_page, network_page

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/areas")
def areas(shell: Around, seen: Seen) -> str:
    """All areas in one table."""
    return areas_page(shell, seen)


@router.get("/areas/{id}")
def area(shell: Around, seen: Seen, id: str) -> str:
    """One area."""
    return area_page(shell, seen, id)


@router.get("/areas/{id}/ledger")
def ledger(shell: Around, seen: Seen, id: str) -> str:
    """Its members, a row each."""
    return ledger_page(shell, seen, id)


@router.get("/areas/{id}/network")
def network(shell: Around, seen: Seen, id: str) -> str:
    """Its network, drawn."""
    return network_page(shell, seen, id)
