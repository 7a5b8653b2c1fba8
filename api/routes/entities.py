"""One entity with its links; a person with their loads."""

from typing import Any

from fastapi import APIRouter

from api.gate import Seen

router = APIRouter(prefix="/api/v1", tags=["entities"])


@router.get("/entities/{id}")
def entity(seen: Seen, id: str) -> dict[str, Any]:
    """The same as `liaison show --json`, without the history."""
    return seen.show(id).as_json()


@router.get("/people/{id}")
def person(seen: Seen, id: str) -> dict[str, Any]:
    """All loads of a person against their bounds, and the cover lost without them."""
    return seen.person(id).as_json()
