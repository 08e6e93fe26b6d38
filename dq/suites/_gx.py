"""Great Expectations' own names: its vocabulary, and suites of the 0.18 form, which GX itself now refuses, in 1.x's words."""

from __future__ import annotations

from ._nodes import Map, Node, Scalar, Seq

OF_0_18 = "expectation_suite_name"

_SUITE = {OF_0_18: "name", "evaluation_parameters": "suite_parameters", "ge_cloud_id": "id"}
_SUITE_DROPPED = {"data_asset_type", "catalog_name", "data_context"}
_EXPECTATION = {"expectation_type": "type", "ge_cloud_id": "id"}
_EXPECTATION_DROPPED = {"expectation_context", "rendered_content", "success_on_last_run"}
_KWARGS_DROPPED = {
    "parse_strings_as_datetimes",  # texts that read as dates are dates to us
    "auto",  # the bounds that the profiler found stand beside it
    "profiler_config",
    "include_config",
    "output_strftime_format",
    "allow_cross_type_comparisons",
    "parse_observed_strings_as_datetimes",
}
_TYPES = {"expect_multicolumn_values_to_be_unique": "expect_select_column_values_to_be_unique_within_record"}
VOCABULARY = frozenset(
    """
    expect_column_distinct_values_to_be_in_set expect_column_distinct_values_to_contain_set
    expect_column_distinct_values_to_equal_set expect_column_kl_divergence_to_be_less_than
    expect_column_max_to_be_between expect_column_mean_to_be_between expect_column_median_to_be_between
    expect_column_min_to_be_between expect_column_most_common_value_to_be_in_set
    expect_column_pair_values_a_to_be_greater_than_b expect_column_pair_values_to_be_equal
    expect_column_pair_values_to_be_in_set expect_column_proportion_of_non_null_values_to_be_between
    expect_column_proportion_of_unique_values_to_be_between expect_column_quantile_values_to_be_between
    expect_column_stdev_to_be_between expect_column_sum_to_be_between expect_column_to_exist expect_column_type_to_be
    expect_column_unique_value_count_to_be_between expect_column_value_lengths_to_be_between
    expect_column_value_lengths_to_equal expect_column_value_z_scores_to_be_less_than
    expect_column_values_to_be_between expect_column_values_to_be_dateutil_parseable
    expect_column_values_to_be_decreasing expect_column_values_to_be_in_set expect_column_values_to_be_in_type_list
    expect_column_values_to_be_increasing expect_column_values_to_be_json_parseable expect_column_values_to_be_null
    expect_column_values_to_be_of_type expect_column_values_to_be_unique expect_column_values_to_match_json_schema
    expect_column_values_to_match_like_pattern expect_column_values_to_match_like_pattern_list
    expect_column_values_to_match_regex expect_column_values_to_match_regex_list
    expect_column_values_to_match_strftime_format expect_column_values_to_not_be_in_set
    expect_column_values_to_not_be_null expect_column_values_to_not_be_outliers
    expect_column_values_to_not_match_like_pattern expect_column_values_to_not_match_like_pattern_list
    expect_column_values_to_not_match_regex expect_column_values_to_not_match_regex_list
    expect_compound_columns_to_be_unique expect_multicolumn_sum_to_equal expect_multicolumn_values_to_be_equal
    expect_query_results_to_match_comparison expect_select_column_values_to_be_unique_within_record
    expect_table_column_count_to_be_between expect_table_column_count_to_equal
    expect_table_columns_to_match_ordered_list expect_table_columns_to_match_set expect_table_row_count_to_be_between
    expect_table_row_count_to_equal expect_table_row_count_to_equal_other_table unexpected_rows_expectation
    """.split()  # noqa: SIM905  a table to read
)
"""All that GX registers. What of it stands on our shelf is known, the rest is not yet: no misspelling."""


def is_0_18(root: Node) -> bool:
    return isinstance(root, Map) and any(key.raw == OF_0_18 for key, _ in root.entries)


def from_0_18(root: Map) -> Map:
    """The same suite in the 1.x form; every node keeps its place."""
    entries = _renamed(root, _SUITE, _SUITE_DROPPED)
    return _with(root, [(k, _expectations(v) if k.raw == "expectations" else v) for k, v in entries])


def _expectations(node: Node) -> Node:
    if not isinstance(node, Seq):
        return node
    return Seq(node.line, node.column, [_expectation(i) if isinstance(i, Map) else i for i in node.items])


def _expectation(node: Map) -> Map:
    entries: list[tuple[Scalar, Node]] = []
    for key, value in _renamed(node, _EXPECTATION, _EXPECTATION_DROPPED):
        if key.raw == "type" and isinstance(value, Scalar) and isinstance(value.value, str):
            name = _TYPES.get(value.value, value.value.lower())  # `..._values_A_to_be_greater_than_B` then
            value = Scalar(value.line, value.column, name, name)
        if key.raw == "kwargs" and isinstance(value, Map):
            value = _with(value, _renamed(value, {}, _KWARGS_DROPPED))
        entries.append((key, value))
        entries += _notes(value) if key.raw == "meta" else []
    return _with(node, entries)


def _notes(meta: Node) -> list[tuple[Scalar, Node]]:
    """`meta: {notes: {format, content}}` are what 1.x keeps as `notes`; they stay in `meta` too."""
    notes = _get(meta, "notes")
    content = notes if isinstance(notes, (Scalar, Seq)) else _get(notes, "content")
    return [] if content is None else [(Scalar(content.line, content.column, "notes", "notes"), content)]


def _get(node: Node | None, name: str) -> Node | None:
    if not isinstance(node, Map):
        return None
    return next((value for key, value in node.entries if key.raw == name), None)


def _renamed(node: Map, names: dict[str, str], dropped: set[str]) -> list[tuple[Scalar, Node]]:
    kept = [(key, value) for key, value in node.entries if key.raw not in dropped]
    return [(Scalar(k.line, k.column, names.get(k.raw, k.value), names.get(k.raw, k.raw)), v) for k, v in kept]


def _with(node: Map, entries: list[tuple[Scalar, Node]]) -> Map:
    return Map(node.line, node.column, entries)
