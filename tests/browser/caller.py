"""A visitor without a browser: speaks to the app's socket as a page does, and keeps every byte that it is sent."""

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.sync.client import ClientConnection, connect

_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
_PATIENCE = 120  # seconds for one run or answer, however busy the machine is


@dataclass
class Caller:
    """One visitor's connection. sent: all messages of the app, as they came; runs: those of the last run."""

    address: str
    cookies: str
    socket: ClientConnection
    sent: list[bytes] = field(default_factory=list)
    last: list[ForwardMsg] = field(default_factory=list)

    def run(self, page: str, query: str = "") -> "Caller":
        """Open a page, and wait until the app has nothing more to say, also where it leads to another page."""
        asked = BackMsg()
        asked.rerun_script.query_string, asked.rerun_script.page_name = query, page
        self.socket.send(asked.SerializeToString())
        self.last = list(self._heard())
        return self

    def _heard(self) -> Iterator[ForwardMsg]:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            content = self.socket.recv(timeout=_PATIENCE)
            self.sent.append(content)
            message = ForwardMsg.FromString(content)
            yield message
            if message.WhichOneof("type") == "script_finished" and message.script_finished in _DONE:
                return
        raise AssertionError("the run did not end")

    def files(self) -> set[str]:
        """Return what the buttons say by which the last run offered files."""
        return {message.delta.new_element.download_button.label for message in self.last} - {""}

    @property
    def at(self) -> str:
        """Return the name of the page that the last run ended on."""
        told = [message.navigation for message in self.last if message.HasField("navigation")][-1]
        return next(page.url_pathname for page in told.app_pages if page.page_script_hash == told.page_script_hash)

    @property
    def offered(self) -> set[str]:
        """Return the names of the pages in the navigation."""
        told = [message.navigation for message in self.last if message.HasField("navigation")][-1]
        return {page.url_pathname for page in told.app_pages if not page.is_hidden}

    def get(self, path: str, *, method: str = "GET") -> tuple[int, bytes]:
        """Ask for an address with the visitor's cookies; return status and content."""
        asked = urllib.request.Request(self.address + path, headers={"Cookie": self.cookies}, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def links(self) -> set[str]:
        """Return every address of this server that the messages so far have named."""
        named = re.compile(rb"(?:\.\./\.\./|/)((?:maps|media|look|component|app)/[\w./-]+)")
        return {"/" + found.decode() for message in self.sent for found in named.findall(message)}


def signed_in(
    address: str, who: str, *, group: str, secret: str, began: float | None = None, email: str = ""
) -> dict[str, str]:
    """Return the cookie that a sign-in at `began` (now unless given) leaves, by name."""
    since = time.time() if began is None else began
    told = {
        "sub": who,
        "email": email or f"{who}@so.vn",
        "groups": [group],
        "iat": since,
        "exp": since + 3600,
        "origin": address,
        "is_logged_in": True,
        "provider": "default",
    }
    return {"_streamlit_user": create_signed_value(secret, "_streamlit_user", json.dumps(told)).decode()}


@contextmanager
def calling(address: str, **cookies: str) -> Iterator[Caller]:
    """Connect as a visitor with these cookies."""
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=_PATIENCE) as answer:
        token = answer.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
    jar = "; ".join(f"{name}={value}" for name, value in {**cookies, "_streamlit_xsrf": token}.items())
    with connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        origin=address,
        additional_headers={"Cookie": jar},
        subprotocols=["streamlit", token],
        max_size=None,
        compression=None,
        proxy=None,
    ) as socket:
        yield Caller(address, jar, socket)
