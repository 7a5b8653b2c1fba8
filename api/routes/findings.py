"""Findings and the roll-up by area."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.routes.common import Asked, OpenDesk

router = APIRouter(prefix="/api/v1", tags=["findings"])

MOST_EACH = 200


@router.get("/findings")
def findings(
    desk: OpenDesk,
    when: Asked,
    area: str = "",
    rule: str = "",
    start: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_EACH)] = MOST_EACH,
) -> dict[str, Any]:
    """Totals, every rule's count, and one page of the findings in the order of the rules."""
    with desk.network() as network:
        moment = when.of(network)
        result = network.checks.run(moment, area=area or None, rule=rule or None)
        return {
            "seq": moment.seq,
            "on": moment.day,
            "totals": dict(result.totals),
            "rules": [each.as_json() for each in result.rules],
            "count": len(result.findings),
            "findings": [each.as_json() for each in result.findings[start : start + limit]],
        }


@router.get("/areas")
def areas(desk: OpenDesk, when: Asked) -> list[dict[str, Any]]:
    """Every area's figures, parents before children."""
    with desk.network() as network:
        moment = when.of(network)
        return [asdict(row) for row in network.checks.by_area(moment)]
