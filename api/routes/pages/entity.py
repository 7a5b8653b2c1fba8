"""One person, household, enterprise, organisation, group, centre household or training."""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.gate import IsOpen, Seen
from api.routes.pages.common import Around
from graph.access.narrowing import MASKED
from graph.access.uncovering import uncover
from viz.web.entity import entity_page
from viz.web.shell import NOUNS

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


def entity(shell: Around, opened: IsOpen, seen: Seen, id: str) -> str:
    """Everything about it. NotFound for what is not seen."""
    seen.snapshot.find(id)
    return entity_page(shell, seen, id, opened.network.history.of(id))


def uncovered(shell: Around, opened: IsOpen, seen: Seen, id: str) -> str:
    """The same with what is masked in clear, this once; the audit says so."""
    values = uncover(opened.network.ledger, seen, id)
    around = replace(shell, path=shell.path.removesuffix("/uncover"))
    return entity_page(around, seen, id, opened.network.history.of(id), values)


for label, noun in NOUNS.items():
    if label != "Area":
        router.get(f"/{noun}/{{id}}", name=noun)(entity)
    if label in MASKED:
        router.post(f"/{noun}/{{id}}/uncover", name=f"{noun}-uncovered")(uncovered)
