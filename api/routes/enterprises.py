"""The register of enterprises."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.gate import Seen
from api.routes.asking import WantedOnes
from graph.looking.enterprises import enterprise_as_json, registered

router = APIRouter(prefix="/api/v1", tags=["enterprises"])

MOST_EACH = 200


@router.get("/enterprises")
def enterprises(
    seen: Seen,
    wanted: WantedOnes,
    start: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_EACH)] = MOST_EACH,
) -> dict[str, Any]:
    """How many enterprises fit, what share that is of those meant, and one page of them."""
    found = registered(seen.snapshot, wanted)
    return {
        "seq": found.moment.seq,
        "on": found.moment.day,
        "count": found.count,
        "meant": found.meant,
        "sentence": found.sentence,
        "enterprises": [
            enterprise_as_json(seen.snapshot, int(at))
            for at in found.positions[start : start + limit]
        ],
    }
