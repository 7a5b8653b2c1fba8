"""What cover a change costs, said before it is kept."""

from typing import Final

from api.console import say
from graph.editing.cover import CoverChange
from graph.messages import _
from viz.chain_words import STATES

LOSSES_SHOWN: Final = 10


def say_losses(cover: CoverChange) -> None:
    """Print which households lose cover, and how many gain it."""
    lost = cover.lost
    if lost:
        said = _("This costs %(count)d households their cover:") % {"count": len(lost)}
        say(said, style="bold red")
        for loss in lost[:LOSSES_SHOWN]:
            say(f"  {loss.household}: {_(STATES[loss.before])} → {_(STATES[loss.after])}")
        if len(lost) > LOSSES_SHOWN:
            say("  " + _("… and %(more)d more") % {"more": len(lost) - LOSSES_SHOWN})
    if cover.gained:
        say(_("%(count)d households gain cover.") % {"count": cover.gained})
