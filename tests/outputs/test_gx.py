"""GX's document, held against GX's own classes."""

import json
import warnings
from typing import Any

import msgspec
import pandas as pd
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # GX imports modules that Python deprecates
    import _gx
    import great_expectations
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
        expectationSuiteValidationResultSchema,
    )
    from great_expectations.expectations.metadata_types import FailureSeverity
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer

from outputs._results import URI, config, excused, good, new_dates, result, situations, stopped, too_high, unjudgeable

from dq.outputs import gx
from dq.result import ExpectationResult, ValidationResult
from dq.sentences import LANGS, same

SITUATIONS = situations()
ONE = {name: results for name, results in SITUATIONS.items() if len(results) == 1}


def document(one: ValidationResult) -> dict[str, Any]:
    return json.loads(gx.render({URI: one}, lang="en"))  # type: ignore[no-any-return]  # JSON


def implied() -> ExpectationResult:
    config_ = config("expect_column_values_to_read_as", {"column": "x"})
    return ExpectationResult(
        success=False, expectation_config=config_, meta={"implied": True}, sentence=same("x reads")
    )


@pytest.mark.parametrize("name", ONE)
def test_gx_s_own_schema_loads_it_and_writes_the_same_again(name: str) -> None:
    (one,) = ONE[name].values()
    told = document(one)
    loaded = expectationSuiteValidationResultSchema.load(told)
    assert isinstance(loaded, ExpectationSuiteValidationResult)
    assert loaded.to_json_dict() == told
    assert ExpectationSuiteValidationResult(**told).success is told["success"]
    assert loaded.describe_dict()["statistics"] == told["statistics"]


def test_gx_s_schema_refuses_a_document_that_is_not_its_own() -> None:
    one = SITUATIONS["closed_by_an_expectation"][URI]
    with pytest.raises(Exception, match="Unknown field"):
        expectationSuiteValidationResultSchema.load(one.to_json_dict())


def test_it_has_the_keys_that_gx_writes() -> None:
    frame = pd.DataFrame({"x": [1, 9]})
    suite = great_expectations.ExpectationSuite(
        name="s",
        expectations=[{"type": "expect_column_values_to_be_between", "kwargs": {"column": "x", "max_value": 5}}],
    )
    theirs = _gx.batch(frame).validate(suite).to_json_dict()
    ours = document(result("closed", results=(too_high(notes=None),)))
    assert [*ours] == [*theirs]
    assert [*ours["results"][0]] == [*theirs["results"][0]]
    assert {*ours["results"][0]["expectation_config"]} == {*theirs["results"][0]["expectation_config"]} - {"id"}
    assert {*ours["results"][0]["result"]} <= {*theirs["results"][0]["result"]}
    assert [*ours["results"][0]["exception_info"]] == [*theirs["results"][0]["exception_info"]]
    assert [*ours["statistics"]] == [*theirs["statistics"]]
    assert {*theirs["meta"]} <= {*ours["meta"]}
    assert ours["meta"]["great_expectations_version"].split(".")[:2] == great_expectations.__version__.split(".")[:2]


@pytest.mark.parametrize("name", ["closed_by_an_expectation", "closed_by_a_finding", "open", "undecided"])
def test_gx_s_data_docs_render_it(name: str) -> None:
    loaded = expectationSuiteValidationResultSchema.load(document(ONE[name][URI]))
    assert ValidationResultsPageRenderer().render(loaded).to_json_dict()["sections"]


def test_several_sources_are_a_list_in_the_order_of_the_call() -> None:
    several = SITUATIONS["several"]
    told = json.loads(gx.render(several, lang="en"))
    loaded = expectationSuiteValidationResultSchema.load(told, many=True)
    assert [one.meta["batch_spec"]["path"] for one in loaded] == [
        r.landed.uri if r.landed else u for u, r in several.items()
    ]


def test_what_is_ours_is_left_out() -> None:
    told = document(result("closed", results=(good(), implied(), too_high()), spec_changes=(new_dates(),)))
    assert [r["expectation_config"]["type"] for r in told["results"]] == ["expect_column_values_to_be_between"] * 2
    assert "unreadable_count" not in told["results"][1]["result"]
    assert told["results"][1]["meta"] == {}
    assert told["statistics"] == {
        "evaluated_expectations": 2,
        "successful_expectations": 1,
        "unsuccessful_expectations": 1,
        "success_percent": 50.0,
    }


@pytest.mark.parametrize("written", [None, False, True])
def test_what_a_finding_excused_is_no_success_and_says_why(written: bool | None) -> None:
    entry = msgspec.structs.replace(excused(), success=written, result={"element_count": 1})
    told = document(result("closed", results=(good(), entry), spec_changes=(new_dates(),)))
    one = told["results"][1]
    assert (told["success"], one["success"], one["result"]) == (False, False, {})
    assert one["exception_info"] == {
        "raised_exception": True,
        "exception_traceback": None,
        "exception_message": f"Not evaluated because of a spec change: {new_dates().sentence.en}",
    }
    loaded = expectationSuiteValidationResultSchema.load(told)
    assert loaded.get_max_severity_failure() == FailureSeverity.CRITICAL


def test_an_excuse_whose_finding_is_not_there_is_no_success_either() -> None:
    told = document(result(results=(excused("gone"),), spec_changes=()))
    assert told["results"][0]["exception_info"]["exception_message"] == "Not evaluated"
    assert told["success"] is False


@pytest.mark.parametrize(
    ("one", "success"),
    [
        (result(results=(good(),)), True),
        (result(results=()), True),
        (result("closed", results=(too_high(),)), False),
        (result("closed", results=(good(), implied())), False),
        (result("closed", results=(good(),), spec_changes=(new_dates(),)), True),
        (result("undecided", results=(good(),), success=True), False),
        (stopped(1, "NotLanded", same("not landed")), False),
        (stopped(3, "Bug", same("bug")), False),
    ],
)
def test_success_is_gx_s_and_never_that_of_a_run_that_was_not_judged(one: ValidationResult, success: bool) -> None:
    assert document(one)["success"] is success


def test_what_could_not_be_judged_has_its_message() -> None:
    info = document(result("closed", results=(unjudgeable(),)))["results"][0]["exception_info"]
    assert info["raised_exception"] is True
    assert "only numbers" in info["exception_message"]


@pytest.mark.parametrize(
    ("given", "kept"), [("c25e757e-69bb-4a69-b89a-a454cd4db751", True), ("tokyo-max", False), (7, False)]
)
def test_an_id_is_kept_where_gx_takes_it(given: object, kept: bool) -> None:
    entry = ExpectationResult(
        success=True, expectation_config=config("expect_x", {}, id=given, description="d", ours=1)
    )
    told = document(result(results=(entry,)))
    assert ("id" in told["results"][0]["expectation_config"]) is kept
    assert "ours" not in told["results"][0]["expectation_config"]
    expectationSuiteValidationResultSchema.load(told)


def test_it_is_in_english_whatever_the_language() -> None:
    assert len({gx.render(SITUATIONS["several"], lang=lang) for lang in LANGS}) == 1


def test_no_result_is_no_document() -> None:
    with pytest.raises(ValueError, match="no result"):
        gx.render({}, lang="en")
