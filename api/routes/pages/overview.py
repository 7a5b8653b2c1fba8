"""The overview."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.gate import Seen
from api.routes.pages.common import Around
from viz.web.overview import overview_page

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/")
def overview(shell: Around, seen: Seen) -> str:
    """Everything on one screen."""
    return overview_page(shell, seen)
