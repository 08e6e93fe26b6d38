"""What publishers write where they have no value."""

NULL_TOKENS = frozenset(
    {"na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "-", "--", "---", "—", "…", "*", "**", "***", "..", "?", ":"}
    | {"－", "ー", "―", "‐", "‥", "欠測", "欠損", "なし", "不明", "該当なし", "未定", "未公表", "調査中", "#value!", "#ref!", "#div/0!"}
    | {"-9999", "-999", "-9999.0", "missing", "unknown", "(null)", "n/d", "nd", "k.a.", "s.o.", "s/d", "n.d."}
)  # fmt: skip


def is_token(cell: str) -> bool:
    return len(cell) <= 12 and cell.strip().casefold() in NULL_TOKENS
