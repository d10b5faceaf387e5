"""The session against a server on this machine that misbehaves in every way that services do."""

import json
import socket
import time

import pytest

from pipeline.errors import InputError
from pipeline.sources.http import Session, SessionSettings, _retry_after


def answer(body=b'{"value": 1}', status=200, kind="application/json", **headers):
    """A complete answer."""

    def act(handler):
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return act


def truncated(handler):
    """Promises more than it sends."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"value": ')
    handler.close_connection = True


def dripping(handler):
    """A byte now and then, for ever as it were."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        for _ in range(40):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass
    handler.close_connection = True


def test_answer_is_kept_and_not_asked_again(serve, make_session):
    server, url = serve(answer())
    first, _ = make_session()
    assert first.get_json(url, {"b": "2", "a": "1"}, dict) == {"value": 1}
    second, _ = make_session(offline=True)
    assert second.get_json(url, {"a": "1", "b": "2"}, dict) == {
        "value": 1
    }  # the order of parameters does not count
    assert server.paths == ["/data?a=1&b=2"]
    with pytest.raises(InputError, match="not in the cache, and offline"):
        second.get_json(url, {"a": "1", "b": "3"}, dict)


def test_offline_never_opens_a_socket(make_session, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    session, _ = make_session(offline=True)
    with pytest.raises(InputError, match="offline"):
        session.get_json("http://127.0.0.1:9/data", {}, dict)


def test_an_answer_that_is_refused_is_not_kept(serve, make_session, tmp_path):
    def fussy(value):
        if "error" in value:
            raise InputError("not what was asked for")
        return value["value"]

    server, url = serve(answer(b'{"error": true}'), answer())
    session, _ = make_session()
    with pytest.raises(InputError, match="not what was asked for"):
        session.get_json(url, {}, fussy)
    assert not list((tmp_path / "cache").rglob("*.body"))
    assert session.get_json(url, {}, fussy) == 1
    assert len(server.paths) == 2


def test_an_old_answer_that_is_refused_now_is_asked_for_again(serve, make_session):
    def newer(value):
        if value["value"] < 2:
            raise InputError("too old")
        return value["value"]

    server, url = serve(answer(), answer(b'{"value": 2}'))
    session, _ = make_session()
    assert session.get_json(url, {}, dict) == {"value": 1}
    offline, _ = make_session(offline=True)
    with pytest.raises(InputError, match="too old"):
        offline.get_json(url, {}, newer)
    assert session.get_json(url, {}, newer) == 2
    assert offline.get_json(url, {}, newer) == 2
    assert len(server.paths) == 2


def test_damaged_cache_is_noticed_and_mended(serve, make_session, tmp_path):
    server, url = serve(answer())
    session, _ = make_session()
    session.get_json(url, {}, dict)
    (body,) = (tmp_path / "cache").rglob("*.body")
    body.write_bytes(b'{"value": 9}')
    offline, _ = make_session(offline=True)
    with pytest.raises(InputError, match="damaged"):
        offline.get_json(url, {}, dict)
    assert session.get_json(url, {}, dict) == {"value": 1}
    assert len(server.paths) == 2
    assert json.loads(body.read_bytes()) == {"value": 1}


def test_429_waits_as_long_as_it_is_asked_to(serve, make_session):
    server, url = serve(answer(status=429, Retry_After="7"), answer())
    session, waits = make_session()
    assert session.get_json(url, {}, dict) == {"value": 1}
    assert len(server.paths) == 2
    assert 7.0 in waits


def test_429_that_asks_for_an_hour_is_given_up(serve, make_session):
    server, url = serve(answer(status=429, Retry_After="3600"))
    session, _ = make_session()
    with pytest.raises(InputError, match="status 429, asks to wait 3600 s"):
        session.get_json(url, {}, dict)
    assert len(server.paths) == 1


def test_503_is_tried_again_with_growing_waits_then_given_up(serve, make_session):
    server, url = serve(answer(status=503))
    session, waits = make_session(attempts=4, first_wait_s=1.0)
    with pytest.raises(InputError, match=r"status 503 \(4 attempts\)"):
        session.get_json(url, {}, dict)
    assert len(server.paths) == 4
    assert [wait for wait in waits if wait >= 1.0] == [1.0, 2.0, 4.0]


def test_truncated_body_is_tried_again(serve, make_session):
    server, url = serve(truncated, answer())
    session, _ = make_session()
    assert session.get_json(url, {}, dict) == {"value": 1}
    assert len(server.paths) == 2


def test_truncated_for_good_leaves_nothing_in_the_cache(serve, make_session, tmp_path):
    _, url = serve(truncated)
    session, _ = make_session(attempts=2)
    with pytest.raises(InputError, match="2 attempts"):
        session.get_json(url, {}, dict)
    assert not list((tmp_path / "cache").rglob("*.body"))


def test_html_instead_of_json_is_refused_at_once(serve, make_session, tmp_path):
    server, url = serve(answer(b"<html><body>Sign in</body></html>", kind="text/html"))
    session, _ = make_session()
    with pytest.raises(InputError, match="not JSON") as caught:
        session.get_json(url, {}, dict)
    assert caught.value.value.startswith("<html>")
    assert len(server.paths) == 1
    assert not list((tmp_path / "cache").rglob("*.body"))


def test_slow_drip_ends_at_the_time_limit(serve, make_session):
    _, url = serve(dripping)
    session, _ = make_session(timeout_s=0.3, attempts=1)
    started = time.monotonic()
    with pytest.raises(InputError, match=r"slower than 0\.3 s"):
        session.get_json(url, {}, dict)
    assert time.monotonic() - started < 5.0


def test_too_large_is_refused(serve, make_session):
    _, url = serve(answer(b'{"value": "' + b"x" * 5000 + b'"}'))
    session, _ = make_session(largest_bytes=1000)
    with pytest.raises(InputError, match="too large"):
        session.get_json(url, {}, dict)


def test_bad_request_says_why_and_is_not_repeated(serve, make_session):
    server, url = serve(answer(b'{"reason": "latitude out of range"}', status=400))
    session, _ = make_session()
    with pytest.raises(InputError, match="status 400") as caught:
        session.get_json(url, {}, dict)
    assert "latitude out of range" in caught.value.value
    assert len(server.paths) == 1


def test_json_that_is_no_object_is_refused(serve, make_session):
    _, url = serve(answer(b"[1, 2]"))
    session, _ = make_session()
    with pytest.raises(InputError, match="not a JSON object"):
        session.get_json(url, {}, dict)


def test_nobody_there(make_session):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    session, _ = make_session(attempts=2)
    with pytest.raises(InputError, match=r"ConnectionError \(2 attempts\)"):
        session.get_json(f"http://127.0.0.1:{port}/data", {}, dict)


def test_rate_is_kept_per_host(serve, tmp_path):
    _, url = serve(answer())
    now, waits = [100.0], []
    session = Session(
        SessionSettings(cache_folder=tmp_path, requests_per_minute=6.0),
        sleep=waits.append,
        clock=lambda: now[0],
    )
    session.get_json(url, {"a": "1"}, dict)
    now[0] = 104.0
    session.get_json(url, {"a": "2"}, dict)
    assert waits == [pytest.approx(6.0)]  # ten seconds apart, four have gone


def test_retry_after_as_seconds_date_or_nonsense():
    assert _retry_after("12") == 12.0
    assert _retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert _retry_after("soon") is None
    assert _retry_after(None) is None
