"""How a step is refused: which step, what is wrong with which value, and what to do."""

from graph.errors import InvalidChange
from graph.messages import _


def refused(number: int, reason: str) -> InvalidChange:
    """The error for a step that cannot be meant; `reason` is a translated sentence.

    Number 0 is the request as a whole.
    """
    if number == 0:
        return InvalidChange(reason)
    return InvalidChange(_("step %(number)d: %(reason)s") % {"number": number, "reason": reason})
