"""The chain of one household or person."""

from typing import Any

from fastapi import APIRouter

from api.routes.common import Asked, OpenDesk

router = APIRouter(prefix="/api/v1", tags=["chains"])


@router.get("/chains/{id}")
def chain(desk: OpenDesk, when: Asked, id: str) -> dict[str, Any]:
    """The same as `liaison chain --json`."""
    with desk.network() as network:
        moment = when.of(network)
        return network.looking.chain(id, moment).as_json()
