"""What every answer carries and every request must be: small, from this site, and quick to refuse.

Written as plain ASGI, so that a body too large is refused while it comes in.
"""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from graph.messages import _

LARGEST_BODY: Final = 64 * 1024
"""For everything but uploads, which have routes of their own."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Around the whole application."""

    def __init__(self, app: ASGIApp, largest_body: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    own.setdefault(name, value)
                tag = scope.get("state", {}).get("etag")
                if tag and message["status"] == 200:
                    own["ETag"] = tag
            await send(message)

        headers = Headers(scope=scope)
        if scope["method"] not in _SAFE and not is_own(headers):
            said = _("The request does not come from this site's own pages")
            await problem(403, said)(scope, receive, with_headers)
        elif int(headers.get("content-length") or 0) > self._largest:
            await problem(413, _("The request is too large"))(scope, receive, with_headers)
        else:
            await self._app(scope, _Counted(receive, self._largest), with_headers)


def is_own(headers: Headers) -> bool:
    """Whether a browser says the request comes from a page of this very site.

    Sec-Fetch-Site decides where it is sent, as every browser of today does; else the Origin
    must name this host. A program that is no browser sends one of the two itself.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")


class _Counted:
    """Receives a body of at most so many bytes; what is longer ends as a broken connection."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                return {"type": "http.disconnect"}
        return message
