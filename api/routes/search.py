"""Search; by POST, so that no name or phone number ever stands in an address."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.gate import Seen

router = APIRouter(prefix="/api/v1", tags=["search"])


class Search(BaseModel):
    """What is looked for, and where."""

    text: Annotated[str, Field(min_length=1, max_length=100, examples=["张三"])]
    area: str = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 20


@router.post("/search")
def search(seen: Seen, asked: Search) -> dict[str, Any]:
    """The best hits among what is seen, best first, and how many there are."""
    return seen.find(asked.text, limit=asked.limit, area=asked.area or None).as_json()
