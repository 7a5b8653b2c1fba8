"""The report and the drawn network as pages."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.routes.common import Asked, OpenDesk
from viz.network_page import network_html
from viz.report import Report, report_html

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/")
def report(desk: OpenDesk, when: Asked, area: str = "") -> str:
    """Everything on one page, or one area."""
    with desk.network() as network:
        moment = when.of(network)
        return report_html(
            Report(
                snapshot=network.snapshot(moment),
                rules=network.rules,
                result=network.checks.run(moment, area=area or None),
                rows=network.checks.by_area(moment),
                area=area or None,
            )
        )


@router.get("/network/{area}")
def drawing(desk: OpenDesk, when: Asked, area: str) -> str:
    """One area drawn as a network."""
    with desk.network() as network:
        moment = when.of(network)
        result = network.checks.run(moment, area=area)
        return network_html(network.snapshot(moment), result, area)
