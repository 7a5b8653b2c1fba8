"""Findings and the roll-up by area."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.gate import Seen

router = APIRouter(prefix="/api/v1", tags=["findings"])

MOST_EACH = 200


@router.get("/findings")
def findings(
    seen: Seen,
    area: str = "",
    rule: str = "",
    start: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_EACH)] = MOST_EACH,
) -> dict[str, Any]:
    """Totals, every rule's count, and one page of the findings in the order of the rules."""
    result = seen.check(area=area or None, rule=rule or None)
    return {
        "seq": seen.moment.seq,
        "on": seen.moment.day,
        "totals": dict(result.totals),
        "rules": [each.as_json() for each in result.rules],
        "count": len(result.findings),
        "findings": [each.as_json() for each in result.findings[start : start + limit]],
    }


@router.get("/areas")
def areas(seen: Seen) -> list[dict[str, Any]]:
    """The figures of every area that is seen, parents before children."""
    return [asdict(row) for row in seen.by_area()]
