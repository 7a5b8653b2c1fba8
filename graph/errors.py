"""What can go wrong, as one tree; no exception of a lower library leaves this package.

    LiaisonError
    ├── ConfigurationError      a setting, a rule file or a query file that cannot be meant
    ├── IntakeError             files that cannot be taken; carries every problem, not the first
    ├── InvalidChange           a change the schema does not allow
    ├── NotFound                nothing with this id, name or number
    ├── Conflict                the ground has moved; carries what moved
    ├── LedgerError             the ledger cannot be used
    │   └── LedgerDamaged       its content is not what was written
    ├── StoreError              the graph cannot answer; facts are never concerned
    │   ├── StoreUnavailable    not there, busy or not reachable
    │   ├── StoreDamaged        its file or content cannot be used; rebuild it
    │   └── QueryRejected       a query, its parameters or its columns are not as declared
    ├── PlanInfeasible          demands that cannot hold together
    └── AccessRefused           who asks may not do this
        └── SignInRefused       account or password is not right

A message says what, with which value, and what to do. Personal data never stand in a message.
Doors map these classes to exit codes and status codes; nothing here knows of either.
"""

from collections.abc import Sequence


class LiaisonError(Exception):
    """Anything this package raises on purpose."""


class ConfigurationError(LiaisonError):
    """A setting, a rule file or a query file says something that cannot be meant."""


class IntakeError(LiaisonError):
    """Files could not be taken; `problems` lists every reason, each a sentence."""

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class InvalidChange(LiaisonError):
    """A change names a label, link, property or value the schema does not have."""


class NotFound(LiaisonError):
    """Nothing has this id, name or number."""


class Conflict(LiaisonError):
    """The ground has moved since it was looked at; `moved` says what, one sentence each."""

    def __init__(self, message: str, moved: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.moved = tuple(moved)


class LedgerError(LiaisonError):
    """The ledger cannot be opened, read or written."""


class LedgerDamaged(LedgerError):
    """The ledger's content is not what was written to it."""


class StoreError(LiaisonError):
    """The graph cannot answer. Facts live in the ledger and are never concerned."""


class StoreUnavailable(StoreError):
    """The graph is not there, busy, owned by another process or not reachable."""


class StoreDamaged(StoreError):
    """The graph's file or content cannot be used; rebuilding it mends this."""


class QueryRejected(StoreError):
    """A query is unknown, or its parameters or columns are not as its header declares."""


class PlanInfeasible(LiaisonError):
    """Demands that cannot hold together; `demands` names them, one sentence each.

    `plan` is what can be had all the same (a `graph.planning.plan.Plan`), None where nothing can.
    """

    def __init__(self, message: str, demands: Sequence[str] = (), plan: object = None) -> None:
        super().__init__(message)
        self.demands = tuple(demands)
        self.plan = plan


class AccessRefused(LiaisonError):
    """Who asks may see what this is about, but not do it; or has not signed in."""


class SignInRefused(AccessRefused):
    """Account or password is not right; nothing is tried before `retry_after_s` seconds."""

    def __init__(self, message: str, retry_after_s: int = 0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
