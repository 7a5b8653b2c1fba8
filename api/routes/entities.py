"""One entity with its links."""

from typing import Any

from fastapi import APIRouter

from api.routes.common import Asked, OpenDesk

router = APIRouter(prefix="/api/v1", tags=["entities"])


@router.get("/entities/{id}")
def entity(desk: OpenDesk, when: Asked, id: str) -> dict[str, Any]:
    """The same as `liaison show --json`, without the history."""
    with desk.network() as network:
        moment = when.of(network)
        return network.looking.show(id, moment).as_json()
