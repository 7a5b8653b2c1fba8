"""What routes share: the open network, and which moment is asked about."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Query, Request

from api.desk import Desk
from graph.model import Moment
from graph.network import Network


def _desk(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


@dataclass(frozen=True)
class When:
    """Which moment a request is about, as it was written."""

    on: Annotated[str, Query(description="The day it is about; today when empty")] = ""
    as_of: Annotated[str, Query(description="A change set or day; everything when empty")] = ""

    def of(self, network: Network) -> Moment:
        """The moment itself. InvalidChange for what is no day, NotFound for no change set."""
        return network.history.moment(on=self.on, as_of=self.as_of, today=network.today)


OpenDesk = Annotated[Desk, Depends(_desk)]
Asked = Annotated[When, Depends()]
