"""One person, household, enterprise, organisation, group, centre household or training."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.gate import IsOpen, Seen
from api.routes.pages.common import Around
from viz.web.entity import entity_page
from viz.web.shell import NOUNS

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


def entity(shell: Around, opened: IsOpen, seen: Seen, id: str) -> str:
    """Everything about it. NotFound for what is not seen."""
    seen.snapshot.find(id)
    return entity_page(shell, seen, id, opened.network.history.of(id))


for label, noun in NOUNS.items():
    if label != "Area":
        router.get(f"/{noun}/{{id}}", name=noun)(entity)
