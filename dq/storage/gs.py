"""Google Cloud Storage: one generation, pinned when first seen, checksummed end to end, spooled within bounded disk.

Application default credentials (a key file, Workload Identity); STORAGE_EMULATOR_HOST is honoured. Faults are retried here
for a bounded time, then they are TransientError (exit 75). `gs://bucket/name#generation` pins by hand.
"""

import os
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial
from typing import IO, Any, TypeVar

import google.auth.exceptions as auth
import requests.exceptions as http
from google.api_core import exceptions as api
from google.cloud.exceptions import GoogleCloudError
from google.cloud.storage.exceptions import DataCorruption, InvalidResponse
from google.cloud.storage.retry import DEFAULT_RETRY

from .. import log, stopping
from ..errors import CallerError, CannotWrite, NoPermission, NotAFile, NotLanded, TransientError
from . import LandedFile, _spool
from ._globs import matching, prefix_of
from ._gs_client import client as _client
from ._gs_client import in_a_pod

T = TypeVar("T")

SECONDS = float(os.environ.get("DQ_GCS_SECONDS") or 60)  # of retries for one call, before a fault is told
TIMEOUT = (min(10.0, SECONDS / 3), min(20.0, SECONDS / 3))  # connect; read: a stalled connection is cut and retried
CORRUPT_TRIES = 3
PROGRESS = 1 << 20  # bytes after which a fault is a new one
NEAR_LISTED = 1000
_URI = re.compile(r"gs://([^/]+)/(.*?)(?:#([0-9]+))?", re.DOTALL)


class NoCredentials(CallerError):
    says = {
        "en": "no Google Cloud credentials for {uri}",
        "ja": "{uri} を読むための Google Cloud の認証情報がありません",
    }
    hints = {
        "en": "in a pod: Workload Identity on its ServiceAccount; elsewhere: gcloud auth application-default login",
        "ja": "Pod では ServiceAccount の Workload Identity、それ以外では gcloud auth application-default login",
    }


class StorageFault(TransientError):
    says = {
        "en": "{uri}: Cloud Storage did not answer ({detail})",
        "ja": "{uri}: Cloud Storage が応答しません({detail})",
    }
    hints = {"en": "nothing is wrong with the data: try again", "ja": "データの問題ではありません。再実行してください"}


class MayNotWrite(CallerError):
    says = {"en": "no permission to write {uri}", "ja": "{uri} に書き込む権限がありません"}


class Replaced(TransientError):
    says = {
        "en": "{uri} was replaced while it was read (generation {generation} is gone)",
        "ja": "{uri} は読み取り中に置き換えられました(世代 {generation} は既にありません)",
    }


def land(uri: str) -> LandedFile:
    """Pin the object's generation and spool that one to a file without a name: nothing is left behind, whatever ends us.

    NotLanded with the nearest names that are there; NoPermission names the permission; NoSpace before a byte is read.
    """
    bucket, name, generation = _parts(uri)
    if not name or name.endswith("/"):
        raise NotAFile({"en": "a folder", "ja": "フォルダ"}, uri=uri)
    pinned = generation is not None
    try:
        blob = _asked(uri, lambda: _client().bucket(bucket).blob(name, generation=generation))
        _asked(uri, lambda: blob.reload(timeout=_timeout(), retry=_retry(uri)))
    except api.NotFound:
        raise _not_landed(uri, bucket, name, pinned) from None
    spool = _spool.opened(uri, blob.size or 0)
    try:
        with _spool.filling(uri, blob.size or 0):
            _spooled(uri, blob, spool)
    except BaseException:
        _spool.dropped(spool)
        raise
    return LandedFile(
        uri=uri.partition("#")[0] if pinned else uri,
        path=_spool.kept(spool),
        size=os.fstat(spool.fileno()).st_size,
        updated=blob.updated.isoformat(timespec="milliseconds").replace("+00:00", "Z") if blob.updated else None,
        generation=str(blob.generation),
        digest=f"crc32c:{blob.crc32c}" if blob.crc32c else None,
    )


def release(landed: LandedFile) -> None:
    """The spool goes, and its room with it."""
    _spool.released(landed.path)


def _spooled(uri: str, seen: Any, spool: IO[bytes]) -> None:
    """The pinned generation's bytes, as they are stored (not unpacked), compared with its crc32c on the disk."""
    exact = _client().bucket(seen.bucket.name).blob(seen.name, generation=seen.generation)
    for _ in range(CORRUPT_TRIES):
        spool.seek(0)
        spool.truncate()
        while spool.tell() < seen.size and _more(uri, exact, spool):
            pass
        spool.flush()
        if seen.crc32c in (None, _spool.crc32c(spool)):
            return
    raise StorageFault("the bytes that arrive do not match their checksum", uri=uri)


def _more(uri: str, exact: Any, spool: IO[bytes]) -> bool:
    """On from where it stands. Whether a fault came after so many bytes that it may be asked again: patience is for a
    store that does not answer, and a large object that takes longer than that may be cut more than once."""
    begun = spool.tell()
    download = partial(exact.download_to_file, spool, start=begun or None, raw_download=True, checksum=None)
    try:
        _asked(uri, lambda: download(timeout=_timeout(), retry=_retry(uri), client=_client()))
    except api.NotFound:
        raise Replaced(uri=uri, generation=exact.generation) from None
    except StorageFault as error:
        if spool.tell() - begun < PROGRESS:
            raise
        log.line(
            "warning",
            "retry",
            f"{uri}: {spool.tell():,} bytes are here, asked for the rest",
            uri=uri,
            detail=str(error),
        )
        return True
    return False


def get(uri: str) -> bytes:
    bucket, name, generation = _parts(uri)
    try:
        blob = _asked(uri, lambda: _client().bucket(bucket).blob(name, generation=generation))
        data: bytes = _asked(
            uri,
            lambda: blob.download_as_bytes(checksum="crc32c", timeout=_timeout(), retry=_retry(uri), client=_client()),
        )
    except api.NotFound:
        raise _not_landed(uri, bucket, name, generation is not None) from None
    except DataCorruption as error:
        raise StorageFault("the bytes that arrive do not match their checksum", uri=uri) from error
    return data


def put(uri: str, data: bytes) -> None:
    """Replaces the generation that it saw, or creates what was not there: of two writers at once, each one's bytes have
    stood there whole, and none is lost without having been seen."""
    bucket, name, _ = _parts(uri)
    blob = _asked(uri, lambda: _client().bucket(bucket).blob(name))
    for _ in range(8):
        try:
            seen = _asked(uri, lambda: _client().bucket(bucket).get_blob(name, timeout=_timeout(), retry=_retry(uri)))
            generation = 0 if seen is None else int(seen.generation)
            _asked(uri, partial(_uploaded, uri, blob, data, _content_type(name), generation))
        except api.PreconditionFailed:
            if _stands(bucket, name, data, uri):
                return  # our own, of an attempt whose answer got lost
            continue
        except api.NotFound as error:
            raise CannotWrite(f"no bucket {bucket}", uri=uri) from error
        except NoPermission as error:
            raise MayNotWrite(uri=uri, hint=_permission(error.__cause__, "storage.objects.create")) from error
        return
    raise StorageFault("others keep writing it", uri=uri)


def _uploaded(uri: str, blob: Any, data: bytes, content_type: str, generation: int) -> None:
    blob.upload_from_string(
        data,
        content_type=content_type,
        checksum="crc32c",
        if_generation_match=generation,
        timeout=_timeout(),
        retry=_retry(uri),
    )


def _stands(bucket: str, name: str, data: bytes, uri: str) -> bool:
    try:
        found = _asked(
            uri, lambda: _client().bucket(bucket).blob(name).download_as_bytes(timeout=_timeout(), retry=_retry(uri))
        )
    except api.NotFound:
        return False
    return bool(found == data)


def make_folder(uri: str) -> None:
    """Names have slashes, and no folders."""


def remove(uri: str) -> None:
    bucket, name, _ = _parts(uri)
    try:
        _asked(uri, lambda: _client().bucket(bucket).blob(name).delete(timeout=_timeout(), retry=_retry(uri)))
    except api.NotFound:
        return


def list(pattern: str) -> Iterator[str]:  # noqa: A001  the Protocol's word
    """Objects that fit a glob, sorted; none where there is no such bucket. `*` stays within a folder, `**` does not."""
    bucket, name, _ = _parts(pattern)
    fits = matching(name)
    try:
        found = _asked(
            pattern,
            lambda: [
                blob.name
                for blob in _client().list_blobs(
                    bucket,
                    prefix=prefix_of(name),
                    fields="items(name),nextPageToken",
                    timeout=_timeout(),
                    retry=_retry(pattern),
                )
                if fits(blob.name)
            ],
        )
    except api.NotFound:
        return
    for each in sorted(found):
        yield f"gs://{bucket}/{each}"


def _parts(uri: str) -> tuple[str, str, int | None]:
    hit = _URI.fullmatch(uri)
    if hit is None:
        raise NotAFile({"en": "no gs://bucket/name", "ja": "gs://バケット/名前 の形ではない URI"}, uri=uri)
    return hit[1], hit[2], int(hit[3]) if hit[3] else None


def _content_type(name: str) -> str:
    endings = {".json": "application/json", ".html": "text/html; charset=utf-8", ".xml": "application/xml"}
    return next((type_ for ending, type_ in endings.items() if name.endswith(ending)), "text/plain; charset=utf-8")


def _timeout() -> tuple[float, float]:
    """To connect, and to wait for bytes. Less than usual for the last words after a signal."""
    return stopping.patience(TIMEOUT[0]), stopping.patience(TIMEOUT[1])


def _retry(uri: str) -> Any:
    """Faults that pass are waited out, and each is told to the log."""
    policy = DEFAULT_RETRY.with_timeout(stopping.patience(SECONDS)).with_delay(initial=0.5, maximum=10.0)
    return lambda call: policy(call, on_error=partial(_told, uri))


def _told(uri: str, error: Exception) -> None:
    log.line("warning", "retry", f"{uri}: asked again: {_brief(error)}", uri=uri, detail=_brief(error))


def _asked(uri: str, call: Callable[[], T]) -> T:
    """One call to the store, with Google's and HTTP's many exceptions as ours. NotFound, PreconditionFailed and
    DataCorruption pass: they mean different things to different callers."""
    stopping.check()
    try:
        return call()
    except (api.NotFound, api.PreconditionFailed, DataCorruption):
        raise
    except (api.Forbidden, api.Unauthorized) as error:
        raise NoPermission(uri=uri, hint=_permission(error)) from error
    except auth.DefaultCredentialsError as error:
        if in_a_pod():
            raise StorageFault("the metadata server gives no credentials (yet)", uri=uri) from error
        raise NoCredentials(uri=uri) from error
    except auth.RefreshError as error:
        if error.retryable:
            raise StorageFault(_brief(error), uri=uri) from error
        raise NoPermission(uri=uri, hint={"en": _brief(error), "ja": _brief(error)}) from error
    except (
        auth.TransportError,
        http.ConnectionError,
        http.Timeout,
        http.ChunkedEncodingError,
        api.RetryError,
    ) as error:
        raise StorageFault(_brief(error), uri=uri) from error
    except (api.TooManyRequests, api.ServerError) as error:
        raise StorageFault(_brief(error), uri=uri) from error
    except InvalidResponse as error:
        raise _of_response(uri, error) from error
    except GoogleCloudError as error:
        raise CannotWrite(_brief(error), uri=uri) from error


def _of_response(uri: str, error: InvalidResponse) -> Exception:
    """The media calls tell by HTTP status what the others tell by class."""
    status = int(getattr(error.response, "status_code", 0))
    if status == 404:
        return api.NotFound(_brief(error))  # type: ignore[no-untyped-call]  # google's
    if status == 412:
        return api.PreconditionFailed(_brief(error))  # type: ignore[no-untyped-call]  # google's
    if status in (401, 403):
        return NoPermission(uri=uri, hint=_permission(error))
    return StorageFault(_brief(error), uri=uri)


def _permission(error: BaseException | None, else_: str = "storage.objects.get") -> dict[str, str]:
    """The permission that is lacking, as Google's own answer names it."""
    named = re.search(r"storage\.[a-z]+\.[a-z]+", str(error))
    permission = named[0] if named else else_
    return {
        "en": f"the ServiceAccount needs {permission} on the bucket",
        "ja": f"ServiceAccount にバケットの {permission} 権限が必要です",
    }


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _not_landed(uri: str, bucket: str, name: str, pinned: bool) -> NotLanded:
    """With the nearest names of the same folder; a look that fails leaves them out."""
    folder = name.rpartition("/")[0]
    try:
        prefix = f"{folder}/" if folder else None
        listed = _client().list_blobs(bucket, prefix=prefix, max_results=NEAR_LISTED, timeout=_timeout())
        found = [blob.name for blob in listed]
    except (GoogleCloudError, http.RequestException, auth.GoogleAuthError):
        found = []
    near = [f"gs://{bucket}/{n}" for n in get_close_matches(name, found, n=3, cutoff=0.6)]
    if pinned and name in found:
        return NotLanded(uri=uri, hint={"en": "there is another generation of it", "ja": "別の世代ならあります"})
    if not near:
        return NotLanded(uri=uri)
    return NotLanded(uri=uri, hint={"en": f"there is {', '.join(near)}", "ja": f"{'、'.join(near)} ならあります"})
