"""Why a file cannot be read, as a code that both sides of the process border know."""

from graph.messages import N_, _

REASONS = {
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


class Unreadable(Exception):
    """A file that cannot be read; `code` is one of REASONS, `detail` a place inside the file."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail

    @property
    def reason(self) -> str:
        """The reason as a sentence for people."""
        return _(REASONS[self.code]) % {"detail": self.detail}
