"""What a search found, best first."""

from graph.access.view import View
from graph.words import word
from viz.web.shell import Shell, web_page

MOST = 50


def search_page(shell: Shell, view: View, text: str) -> str:
    """The page of what fits the text among what is seen."""
    found = view.find(text, limit=MOST)
    hits = [
        (shell.entity(each.label, each.id), each.name, word(each.label), each.area, each.why)
        for each in found.hits
    ]
    return web_page("search.html", shell, text=text, hits=hits, total=found.total)
