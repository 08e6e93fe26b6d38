"""Great Expectations' own document: what `ExpectationSuiteValidationResult.to_json_dict()` of GX 1.24 gives, no more.

GX's classes refuse fields that they do not know, so our own (gate, findings, implied expectations) are left out.
"""

from typing import Any
from uuid import UUID

from ..result import ExpectationResult, Finding, ValidationResult, encode
from ..sentences import Lang

GX_VERSION = "1.24.1"
"""Whose document this is, for `meta.great_expectations_version`."""

_CONFIG = ("type", "kwargs", "meta", "notes", "description", "id", "severity")
_OURS = frozenset({"unreadable_count"})


def render(results: dict[str, ValidationResult], *, lang: Lang = "en") -> bytes:
    """One source is one document. Several are a JSON list of documents in the order of the call (GX's schema loads it
    with `many=True`): GX has no document over several that its classes could load. Always in English, as GX's."""
    if not results:
        raise ValueError("no result to render")
    documents = [_document(uri, result) for uri, result in results.items()]
    return encode(documents[0] if len(documents) == 1 else documents)


def _document(uri: str, result: ValidationResult) -> dict[str, Any]:
    findings = {finding.id: finding for finding in result.spec_changes}
    told = [_entry(entry, findings) for entry in result.results if not entry.meta.get("implied")]
    successful = sum(entry["success"] for entry in told)
    return {
        # Never true where ours is not (an implied expectation unsuccessful), nor where nothing was judged: whoever
        # reads only this document must not take an undecided run for a good one.
        "success": result.success and result.gate != "undecided" and successful == len(told),
        "results": told,
        "suite_name": result.suite_name or "",
        "suite_parameters": {},
        "statistics": {
            "evaluated_expectations": len(told),
            "successful_expectations": successful,
            "unsuccessful_expectations": len(told) - successful,
            "success_percent": 100 * successful / len(told) if told else None,
        },
        "meta": _meta(uri, result),
        "id": None,
    }


def _entry(entry: ExpectationResult, findings: dict[str, Finding]) -> dict[str, Any]:
    """What a finding excused has no success to tell: GX's form for "could not be judged" is an exception's."""
    info: Any = entry.exception_info
    if entry.success is None or entry.not_evaluated_because:
        finding = findings.get(entry.not_evaluated_because or "")
        why = f" because of a spec change: {finding.sentence.en}" if finding else ""
        info = {"raised_exception": True, "exception_traceback": None, "exception_message": f"Not evaluated{why}"}
    judged = info is entry.exception_info
    return {
        "success": entry.success is True and judged,
        "expectation_config": _config(entry.expectation_config),
        "result": {k: v for k, v in entry.result.items() if k not in _OURS} if judged else {},
        "meta": {},
        "exception_info": info,
    }


def _config(config: dict[str, Any]) -> dict[str, Any]:
    """GX's keys only. An `id` that is no UUID would be refused: it is a name of the author's, and left out."""
    kept = {key: config[key] for key in _CONFIG if config.get(key) is not None}
    if "id" in kept and not _is_uuid(kept["id"]):
        del kept["id"]
    return {"kwargs": {}, "meta": {}, **kept}


def _is_uuid(given: object) -> bool:
    try:
        UUID(str(given))
    except ValueError:
        return False
    return True


def _meta(uri: str, result: ValidationResult) -> dict[str, Any]:
    """GX's keys, with the landed file as the batch. GX's fingerprint of the DataFrame has no counterpart here."""
    started = result.meta.started
    path = result.landed.uri if result.landed else uri
    return {
        "great_expectations_version": GX_VERSION,
        "batch_spec": {"path": path},
        "batch_markers": {"ge_load_time": started},
        "active_batch_definition": {
            "datasource_name": "dq",
            "data_connector_name": result.meta.engine,
            "data_asset_name": result.dataset or path,
            "batch_identifiers": {"path": path},
        },
        "validation_id": None,
        "checkpoint_id": None,
        "run_id": {"run_name": None, "run_time": started},
        "validation_time": started,
        "batch_parameters": {"path": path},
    }
