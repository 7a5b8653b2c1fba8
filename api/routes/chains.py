"""The chain of one household or person."""

from typing import Any

from fastapi import APIRouter

from api.gate import Seen

router = APIRouter(prefix="/api/v1", tags=["chains"])


@router.get("/chains/{id}")
def chain(seen: Seen, id: str) -> dict[str, Any]:
    """The same as `liaison chain --json`; it ends at "outside" where it leaves what is seen."""
    return seen.chain(id).as_json()
