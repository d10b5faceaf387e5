"""A server on this machine that plays a script, and sessions that do not wait."""

import http.server
import threading

import pytest

from pipeline.sources.http import Session, SessionSettings


class Handler(http.server.BaseHTTPRequestHandler):
    """Plays the script of its server: a list of functions, one a request; the last one is repeated."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        server = self.server
        server.paths.append(self.path)
        act = server.script[min(len(server.paths) - 1, len(server.script) - 1)]
        act(self)

    def log_message(self, *_):
        pass


@pytest.fixture
def serve():
    servers = []

    def start(*script):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.script, server.paths = script, []
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return server, f"http://127.0.0.1:{server.server_address[1]}/data"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def make_session(tmp_path):
    """A session whose waits are written down and not waited."""
    waits = []

    def make(**settings):
        chosen = {"cache_folder": tmp_path / "cache", "requests_per_minute": 600.0, **settings}
        return Session(SessionSettings(**chosen), sleep=waits.append), waits

    return make
