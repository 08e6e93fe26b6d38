"""The result document, one and several."""

import json as plain
from typing import Any

import pytest
from outputs._results import SUITE, URI, good, result, situations, stopped, too_high

from dq.outputs import json
from dq.result import Landed, ValidationResult, decode
from dq.sentences import LANGS, Lang, same


def read(results: dict[str, ValidationResult], lang: Lang = "en") -> dict[str, Any]:
    return plain.loads(json.render(results, lang=lang), parse_constant=_refuse)  # type: ignore[no-any-return]  # JSON


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


@pytest.mark.parametrize("name", situations())
def test_one_result_is_the_document_itself_and_can_be_read_back(name: str) -> None:
    results = situations()[name]
    if len(results) == 1:
        (one,) = results.values()
        assert decode(json.render(results, lang="ja")) == one
        assert read(results) == one.to_json_dict()


def test_the_language_changes_nothing() -> None:
    several = situations()["several"]
    assert len({json.render(several, lang=lang) for lang in LANGS}) == 1


def test_several_results_stand_by_uri_in_the_order_of_the_call_under_the_worst_code() -> None:
    several = situations()["several"]
    document = read(several)
    assert list(document) == ["success", "gate", "exit_code", "statistics", "run_results"]
    assert [*document["run_results"]] == [*several]
    assert document["run_results"][URI] == several[URI].to_json_dict()
    assert (document["success"], document["gate"], document["exit_code"]) == (False, "undecided", 75)


@pytest.mark.parametrize(
    ("codes", "code", "gate"),
    [
        ((0, 0), 0, "open"),
        ((0, 1), 1, "closed"),
        ((1, 75), 75, "undecided"),
        ((75, 2), 2, "undecided"),
        ((2, 3, 1), 3, "undecided"),
    ],
)
def test_the_code_over_several_files(codes: tuple[int, ...], code: int, gate: str) -> None:
    gates = {0: "open", 1: "closed"}
    document = read({str(n): result(gates.get(c, "undecided"), exit_code=c) for n, c in enumerate(codes)})
    assert (document["exit_code"], document["gate"]) == (code, gate)


def test_statistics_of_several_are_gx_s_of_a_checkpoint_and_the_sums_of_the_expectations() -> None:
    one, other = result(results=(good(), good())), result("closed", results=(good(), too_high()))
    assert read({"a": one, "b": other})["statistics"] == {
        "evaluated_validations": 2,
        "successful_validations": 1,
        "unsuccessful_validations": 1,
        "success_percent": 50.0,
        "evaluated_expectations": 4,
        "successful_expectations": 3,
        "unsuccessful_expectations": 1,
        "not_evaluated_expectations": 0,
    }


def test_what_json_cannot_hold_is_spelt_out() -> None:
    name = "caf\udce9.csv"
    odd = good().__class__(
        success=True,
        expectation_config=good().expectation_config,
        result={"observed_value": float("inf"), "low": float("-inf"), "none": float("nan"), "\udce9": "\x00\u2028"},
    )
    one = result(results=(odd,), landed=Landed(uri=name))
    for document in (read({name: one}), read({name: one, "b": one})["run_results"]["caf\\udce9.csv"]):
        assert document["landed"]["uri"] == "caf\\udce9.csv"
        assert document["results"][0]["result"] == {
            "observed_value": "Infinity",
            "low": "-Infinity",
            "none": None,
            "\\udce9": "\x00\u2028",
        }


def test_an_invalid_suite_s_mistakes_stand_one_by_one() -> None:
    error = read(situations()["error_suite"])["error"]
    assert [m["where"].split(":")[1] for m in error["mistakes"]] == ["12", "14", "31"]
    assert error["kind"] == "SuiteError"


def test_no_result_is_no_document() -> None:
    with pytest.raises(ValueError, match="no result"):
        json.render({}, lang="en")


def test_a_result_without_an_error_has_the_key_all_the_same() -> None:
    document = read({URI: result(suite=SUITE)})
    assert document["error"] is None
    assert read({URI: stopped(3, "Bug", same("x"))})["error"]["mistakes"] == []
