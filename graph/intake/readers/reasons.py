"""The reasons why a file cannot be read, as sentences for people."""

from typing import Final

from graph.intake.readers.unreadable import Unreadable
from graph.messages import N_, _

REASONS: Final = {
    "suffix": N_("Files of this kind cannot be read yet; save it as .xlsx"),
    "damaged": N_("The file is damaged or not the kind its name says; open it and save it again"),
    "locked": N_("The file is protected by a password; remove the password and save it again"),
    "size": N_("The file is larger than can be read; split it"),
    "unpacked": N_("Unpacked, the file is larger than can be read; split it"),
    "cells": N_("The file has more cells than can be read; split it"),
    "extent": N_("A cell lies far outside the table (%(detail)s); delete it and save again"),
    "memory": N_("Reading the file needs more memory than allowed; split it"),
    "time": N_("Reading the file takes longer than allowed; split it"),
    "crashed": N_("Reading the file failed; open it, save it as a new .xlsx and try again"),
    "missing": N_("There is no such file"),
}
"""By the code of `Unreadable`."""


def reason_of(problem: Unreadable) -> str:
    """Why the file cannot be read, and what to do."""
    return _(REASONS[problem.code]) % {"detail": problem.detail}
