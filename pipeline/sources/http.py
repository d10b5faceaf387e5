"""Requests to public services: polite, bounded in time and size, cached by request, offline when told so."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from pipeline.errors import InputError
from pipeline.files import atomic_path

_Parsed = TypeVar("_Parsed")

#: Answers that may be better a moment later.
TRY_AGAIN = (429, 500, 502, 503, 504)
CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """How a session behaves; the defaults suit a year of hourly data (2 to 4 MB)."""

    cache_folder: Path
    offline: bool = False
    requests_per_minute: float = 30.0
    timeout_s: float = 60.0
    attempts: int = 4
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0
    largest_bytes: int = 32_000_000


@dataclass(slots=True)
class Session:
    """Gets JSON answers, from the cache or from the network.

    ``sleep`` and ``clock`` are there so that tests need not wait.
    """

    settings: SessionSettings
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict)
    _session: Any = None

    def get_json(
        self, url: str, parameters: Mapping[str, str], parse: Callable[[dict[str, Any]], _Parsed]
    ) -> _Parsed:
        """What ``parse`` makes of the JSON object that ``url`` answers to ``parameters``.

        Only an answer that ``parse`` accepts is kept: an error told with status 200, or another year than
        asked for, must not stay in the cache.

        Raises
        ------
        InputError
            Offline and not in the cache; no answer after all attempts; too large, too slow; not a JSON
            object; refused by ``parse``.
        """
        address = f"{url}?{urlencode(sorted(parameters.items()))}"
        body = self._cached(address)
        if body is not None:
            try:
                return parse(_object(body, address))
            except InputError:
                if self.settings.offline:
                    raise
        elif self.settings.offline:
            raise InputError("not in the cache, and offline", file=address)
        body = self._fetch(address)
        parsed = parse(_object(body, address))
        self._keep(address, body)
        return parsed

    def _paths(self, address: str) -> tuple[Path, Path]:
        key = hashlib.sha256(address.encode()).hexdigest()
        folder = self.settings.cache_folder / key[:2]
        return folder / f"{key}.body", folder / f"{key}.json"

    def _cached(self, address: str) -> bytes | None:
        body_path, note_path = self._paths(address)
        if not (body_path.is_file() and note_path.is_file()):
            return None
        body = body_path.read_bytes()
        try:
            note = json.loads(note_path.read_text(encoding="utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError):
            note = {}
        if note.get("address") == address and note.get("sha256") == hashlib.sha256(body).hexdigest():
            return body
        if self.settings.offline:
            raise InputError("the cached answer is damaged, and offline", file=body_path, value=address)
        return None

    def _keep(self, address: str, body: bytes) -> None:
        body_path, note_path = self._paths(address)
        with atomic_path(body_path) as temporary:
            temporary.write_bytes(body)
        note = {"address": address, "sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}
        with atomic_path(note_path) as temporary:
            temporary.write_text(json.dumps(note, sort_keys=True) + "\n", encoding="utf-8")

    def _fetch(self, address: str) -> bytes:
        import requests
        import urllib3

        if self._session is None:
            self._session = requests.Session()
            self._session.headers["User-Agent"] = "kilowhere (site selection; hourly weather)"
            # Not packed, so that limits of size and the announced length are those of the body.
            self._session.headers["Accept-Encoding"] = "identity"
        problem = "no answer"
        for attempt in range(self.settings.attempts):
            self._be_polite(address)
            wait = min(self.settings.first_wait_s * 2.0**attempt, self.settings.longest_wait_s)
            try:
                answer, problem, asked = self._once(address)
            except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
                answer, problem, asked = None, f"{type(error).__name__}", None
            if answer is not None:
                return answer
            if asked is not None:
                if asked > self.settings.longest_wait_s:
                    problem += f", asks to wait {asked:.0f} s"
                    break
                wait = max(wait, asked)
            if attempt + 1 < self.settings.attempts:
                self.sleep(wait)
        raise InputError(
            f"{problem} ({attempt + 1} attempts)",
            file=address,
            allowed=f"an answer within {self.settings.timeout_s:g} s",
        )

    def _be_polite(self, address: str) -> None:
        """Keep the configured rate per host."""
        host = urlsplit(address).netloc
        pause = 60.0 / self.settings.requests_per_minute
        if host in self._last:
            left = self._last[host] + pause - self.clock()
            if left > 0.0:
                self.sleep(left)
        self._last[host] = self.clock()

    def _once(self, address: str) -> tuple[bytes | None, str, float | None]:
        """One request: the body, or what went wrong and how long the server asks to wait.

        Raises ``InputError`` for what another attempt cannot mend.
        """
        start = self.clock()
        each = min(self.settings.timeout_s, 30.0)
        with self._session.get(address, timeout=(min(each, 10.0), each), stream=True) as response:
            if response.status_code in TRY_AGAIN:
                return (
                    None,
                    f"status {response.status_code}",
                    _retry_after(response.headers.get("Retry-After")),
                )
            if response.status_code != 200:
                text = response.raw.read(300, decode_content=True).decode("utf-8", "replace")
                raise InputError(f"status {response.status_code}", file=address, value=" ".join(text.split()))
            parts, size = [], 0
            # read1 gives what has come; reading whole chunks would wait for a dripping server without end.
            while part := response.raw.read1(CHUNK_BYTES):
                size += len(part)
                if size > self.settings.largest_bytes:
                    raise InputError(
                        "the answer is too large",
                        file=address,
                        allowed=f"{self.settings.largest_bytes} bytes",
                    )
                if self.clock() - start > self.settings.timeout_s:
                    return None, f"slower than {self.settings.timeout_s:g} s", None
                parts.append(part)
        return b"".join(parts), "", None


_SHARED: dict[SessionSettings, Session] = {}


def shared_session(settings: SessionSettings) -> Session:
    """The session of these settings, one for the process, so that the rate holds over all sites."""
    if settings not in _SHARED:
        _SHARED[settings] = Session(settings)
    return _SHARED[settings]


def _retry_after(value: str | None) -> float | None:
    """Seconds of a Retry-After header, given as seconds or as a date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)


def _object(body: bytes, address: str) -> dict[str, Any]:
    """The body as a JSON object; HTML, text or a cut-off body is an ``InputError``."""
    try:
        value = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError):
        start = body[:80].decode("utf-8", "replace")
        raise InputError("the answer is not JSON", file=address, value=start, allowed="JSON") from None
    if not isinstance(value, dict):
        raise InputError("the answer is not a JSON object", file=address, value=str(value)[:80])
    return value
