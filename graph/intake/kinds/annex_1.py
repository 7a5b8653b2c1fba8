"""附件1: the numbers each branch declares. Nothing is stated; the numbers are compared."""

from graph.intake.speaker import Speaker
from graph.intake.wording import is_nothing
from graph.messages import _

COUNTED = ("grids", "groups", "centres", "members", "households", "instructors")


def state(speaker: Speaker) -> None:
    """Keep what each row declares."""
    for row in speaker.rows():
        village = speaker.village(row)
        if village is None:
            speaker.refuse(row, "village", _("The row does not say which village it is about"))
            continue
        numbers = {
            name: number
            for name in COUNTED
            if row.get(name) and (number := speaker.number(row, name)) is not None
        }
        branch = row.get("branch")
        speaker.declare(row, village, "" if is_nothing(branch) else branch, numbers)
