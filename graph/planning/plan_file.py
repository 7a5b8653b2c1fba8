"""A plan as a file: JSON with a version, written whole for its owner only, read strictly.

It holds ids and numbers. Names, phones and addresses stand in it only where the plan itself
gives them to something, such as the name of a new area.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NoReturn, get_args

from graph.errors import IntakeError
from graph.ledger.changes import Operation
from graph.messages import _
from graph.planning.operation_form import operation_as_json, read_operation
from graph.planning.plain import Form, an_object, only, refuse
from graph.planning.plan import Plan
from graph.planning.reason import Reason
from graph.replacing import replacing

FORMAT: Final = "liaison-plan"
VERSION: Final = 1

_PLACEHOLDER: Final = re.compile(r"%(?:\((\w+)\))?(.?)", re.DOTALL)


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan to a file; an old file stays as it was until the new one is whole.

    One change stands on one line. Raises IntakeError when the file cannot be written.
    """
    try:
        with replacing(path) as file, file.open("w", encoding="utf-8") as stream:
            stream.writelines(_pieces(plan_as_json(plan)))
    except (OSError, UnicodeEncodeError) as error:
        raise IntakeError(
            _("The plan %(file)s cannot be written: %(why)s")
            % {"file": path, "why": getattr(error, "strerror", "") or type(error).__name__}
        ) from error


def read_plan(path: Path) -> Plan:
    """The plan in a file. Raises IntakeError that says what is wrong, and where in the file."""
    try:
        return plan_from_json(_content(path))
    except IntakeError as error:
        raise IntakeError(f"{path.name}: {error}") from error


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON values, with format and version first."""
    return {"format": FORMAT, "version": VERSION, **_FORM.plain(plan)}


def plan_from_json(content: Any) -> Plan:
    """The plan `plan_as_json` wrote. Raises IntakeError with place and reason."""
    said = dict(an_object(content, _("the file")))
    if said.pop("format", None) != FORMAT:
        refuse("format", _("this is no plan of this system"))
    version = said.pop("version", None)
    if type(version) is not int or version != VERSION:
        refuse(
            "version",
            _("%(version)s is not known, %(known)s is; use the release the plan was made with")
            % {"version": repr(version)[:40], "known": VERSION},
        )
    plan: Plan = _FORM.read(Plan, said, "plan")
    _refuse_wrong_numbers(plan)
    return plan


def _content(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_doubles)
    except OSError as error:
        raise IntakeError(
            _("The plan cannot be read: %(why)s") % {"why": error.strerror or type(error).__name__}
        ) from error
    except (ValueError, RecursionError) as error:
        where = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise IntakeError(
            _("This is no plan, because it is not JSON (%(where)s)")
            % {"where": where or type(error).__name__}
        ) from error


def _refuse_wrong_numbers(plan: Plan) -> None:
    """Changes are numbered from 1, need only earlier ones, and only what is there is dropped."""
    for at, each in enumerate(plan.changes):
        where = f"plan.changes[{at}]"
        if each.number != at + 1:
            refuse(f"{where}.number", _("changes are numbered from 1 without a gap"))
        if any(not 0 < need < each.number for need in each.needs):
            refuse(f"{where}.needs", _("a change can only need changes before it"))
    if any(not 0 < number <= len(plan.changes) for number in plan.dropped):
        refuse("plan.dropped", _("there is no change with this number"))


def _read_reason(content: Any, where: str) -> Reason:
    said = an_object(content, where)
    only(said, {"message": True, "values": True}, where)
    message = _FORM.read(str, said["message"], f"{where}.message")
    values = an_object(said["values"], f"{where}.values")
    for name, value in values.items():
        _check_value(value, f"{where}.values.{name}")
    for name, kind in _PLACEHOLDER.findall(message):
        if kind == "%" and not name:
            continue
        if (
            name not in values
            or kind not in "sd"
            or (kind == "d" and type(values[name]) is not int)
        ):
            refuse(f"{where}.message", _("the sentence does not fit its values"))
    return Reason.from_json(said)


def _check_value(value: Any, where: str) -> None:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and "id" not in each:
            _read_reason(each, where)
        elif isinstance(each, dict) or isinstance(value, list):
            only(an_object(each, where), {"id": True}, where)
            _FORM.read(str, each["id"], where)
        elif type(each) not in (int, str):
            refuse(where, _("here stands a text, a whole number or an id"))


def _pieces(content: dict[str, Any]) -> Iterator[str]:
    """The text of the file, piece by piece: a line for each name, and for each change."""
    yield "{"
    for at, (name, value) in enumerate(content.items()):
        yield f"{',' if at else ''}\n{_text(name)}: "
        if name == "changes" and value:
            yield "[\n "
            yield ",\n ".join(map(_text, value))
            yield "\n]"
        else:
            yield _text(value)
    yield "\n}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        refuse("JSON", _("%(name)s stands there twice") % {"name": repr(twice[:40])})
    return found


_OPERATIONS: Final = dict.fromkeys(get_args(Operation), operation_as_json)
_FORM: Final = Form(
    readers={Operation: read_operation, Reason: _read_reason},
    writers={**_OPERATIONS, Reason: Reason.as_json},
)
