"""Search, by POST: no name or phone number ever stands in an address."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.gate import Asking, IsOpen, When, view
from api.routes.pages.common import Form, around
from viz.web.search import search_page

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.post("/search")
def search(request: Request, opened: IsOpen, asking: Asking, form: Form) -> str:
    """What fits, among what is seen at the moment the page showed."""
    when = When(form.get("on", ""), form.get("as_of", ""))
    seen = view(request, opened, asking, when)
    shell = around(request, opened, asking, seen, when)
    return search_page(shell, seen, form.get("text", "")[:100])
