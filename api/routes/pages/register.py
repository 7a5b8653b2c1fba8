"""The register of enterprises, on the screen and as a workbook."""

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from api.gate import Seen
from api.routes.asking import WantedOnes
from api.routes.pages.common import Around
from api.routes.pages.findings import sheet
from graph.looking.enterprises import registered
from viz.web.register import register_page, write_register

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/register")
def register(
    shell: Around,
    seen: Seen,
    wanted: WantedOnes,
    start: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> str:
    """How many, what share, which."""
    return register_page(shell, seen, wanted, start)


@router.get("/register.xlsx")
def workbook(seen: Seen, wanted: WantedOnes) -> Response:
    """All that fit."""
    found = registered(seen.snapshot, wanted)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.xlsx"
        write_register(file, seen, found)
        return sheet(file, "register.xlsx")
