"""Enterprises: by credit code, else by name; a short name only if it fits exactly one."""

from collections import defaultdict
from collections.abc import Iterable

from graph.intake.claims import EnterpriseRef
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept
from graph.intake.keys import enterprise_key, short_enterprise_key
from graph.messages import _


def resolve_enterprises(
    refs: Iterable[EnterpriseRef],
    registered: Iterable[EnterpriseRef],
    kept: Kept,
    resolution: Resolution,
) -> None:
    """Give every enterprise an id.

    `registered` are those a register states; the others are only spoken of, and are held
    where they are not, or not clearly, a registered one.
    """
    resolver = _Enterprises(kept, resolution)
    own = list(dict.fromkeys(registered))
    for ref in own:
        resolver.register(ref)
    for ref in dict.fromkeys(refs):
        if ref not in own:
            resolver.look_up(ref)


class _Enterprises:
    def __init__(self, kept: Kept, resolution: Resolution) -> None:
        self._resolution = resolution
        self._by_code: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._by_short: dict[str, dict[str, None]] = defaultdict(dict)
        for node_id in kept.with_label("Enterprise"):
            properties = kept.properties[node_id]
            self._add(node_id, str(properties["name"] or ""), str(properties["uscc"] or ""))

    def _add(self, node_id: str, name: str, code: str) -> None:
        if code:
            self._by_code[code] = node_id
            self._codes[node_id] = code
        self._by_name.setdefault(enterprise_key(name), node_id)
        self._by_short[short_enterprise_key(name)][node_id] = None

    def register(self, ref: EnterpriseRef) -> None:
        found = self._by_code.get(ref.uscc) if ref.uscc else None
        if found is None:
            found = self._by_name.get(enterprise_key(ref.name))
            code = self._codes.get(found or "")
            if found is not None and ref.uscc and code and code != ref.uscc:
                self._resolution.doubt(
                    "credit-code-differs", [found], [ref], ref.uscc,
                    _("An enterprise of this name has another credit code; correct the wrong one"),
                    is_open=True,
                )  # fmt: skip
                return
        if found is None:
            found = self._resolution.new("Enterprise")
        self._add(found, ref.name, ref.uscc)
        self._resolution.ids[ref] = found

    def look_up(self, ref: EnterpriseRef) -> None:
        found = self._by_name.get(enterprise_key(ref.name))
        if found is not None:
            self._resolution.ids[ref] = found
            return
        short = list(self._by_short.get(short_enterprise_key(ref.name), ()))
        if len(short) == 1:
            self._resolution.ids[ref] = short[0]
        elif short:
            self._resolution.doubt(
                "enterprise-ambiguous", short, [ref], ref.name,
                _("Several registered enterprises fit this name; write it in full"), is_open=True,
            )  # fmt: skip
        else:
            self._resolution.doubt(
                "enterprise-unknown", [], [ref], ref.name,
                _("No register has this enterprise; add it to the register and import again"),
                is_open=True,
            )  # fmt: skip
