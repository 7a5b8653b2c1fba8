"""One entity with its links; a person with their loads."""

from typing import Any

from fastapi import APIRouter

from api.commands.history import line_as_json
from api.gate import IsOpen, Seen
from graph.access.uncovering import uncover

router = APIRouter(prefix="/api/v1", tags=["entities"])


@router.get("/entities/{id}")
def entity(seen: Seen, id: str) -> dict[str, Any]:
    """The same as `liaison show --json`, without the history."""
    return seen.show(id).as_json()


@router.get("/people/{id}")
def person(seen: Seen, id: str) -> dict[str, Any]:
    """All loads of a person against their bounds, and the cover lost without them."""
    return seen.person(id).as_json()


@router.post("/entities/{id}/uncover")
def uncovered(opened: IsOpen, seen: Seen, id: str) -> dict[str, Any]:
    """What is masked of one entity, in clear; the audit says who uncovered it."""
    return {"id": id, "properties": dict(uncover(opened.network.ledger, seen, id))}


@router.get("/entities/{id}/history")
def history(opened: IsOpen, seen: Seen, id: str) -> list[dict[str, Any]]:
    """What happened to it, oldest first, as far as all of it is seen."""
    seen.snapshot.find(id)
    return [line_as_json(each) for each in seen.history(id, opened.network.history.of(id))]
