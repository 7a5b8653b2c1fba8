"""The drawn network of an area, and everything on one page to keep."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.gate import Seen
from viz.report import Report, report_html

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/report.html")
def report(seen: Seen, area: str = "") -> HTMLResponse:
    """One self-contained page of everything that is seen, or of one area."""
    page = report_html(
        Report(
            snapshot=seen.snapshot,
            rules=seen.rules,
            result=seen.check(area=area or None),
            rows=seen.by_area(),
            area=area or None,
        )
    )
    return HTMLResponse(page, headers={"Content-Disposition": 'attachment; filename="report.html"'})
