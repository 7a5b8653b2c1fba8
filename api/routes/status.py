"""Where things stand."""

from typing import Any

from fastapi import APIRouter

from api.gate import IsOpen, Seen

router = APIRouter(prefix="/api/v1", tags=["status"])


@router.get("/status")
def status(opened: IsOpen, seen: Seen) -> dict[str, Any]:
    """The same as `liaison status --json` for what is seen, without the path of the data folder."""
    found = opened.network.status().as_json()
    del found["home"]
    found["nodes"] = {label: len(nodes) for label, nodes in seen.snapshot.nodes.items()}
    return found
