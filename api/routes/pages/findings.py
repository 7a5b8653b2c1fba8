"""The findings, on the screen and as a workbook."""

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from api.gate import Seen
from api.routes.pages.common import Around
from viz.web.findings import Asked, findings_page
from viz.workbook import write_workbook

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/findings")
def findings(
    shell: Around,
    seen: Seen,
    area: str = "",
    rule: str = "",
    severity: Annotated[str, Query(pattern="^(problem|hint|)$")] = "",
    pick: Annotated[str, Query(pattern="^(over|under|)$")] = "",
    start: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> str:
    """Every rule's count, and the findings of one."""
    return findings_page(shell, seen, Asked(area, rule, severity, pick, start))


@router.get("/findings.xlsx")
def workbook(seen: Seen, area: str = "") -> Response:
    """All findings of an area, or of everything that is seen."""
    result = seen.check(area=area or None)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "findings.xlsx"
        write_workbook(file, result, seen.by_area(), seen.rules, area=area or None)
        return sheet(file, "findings.xlsx")


def sheet(file: Path, name: str) -> Response:
    """A workbook to save under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(file.read_bytes(), media_type=WORKBOOK, headers=headers)
