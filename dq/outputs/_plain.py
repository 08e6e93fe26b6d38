"""Text for machines' single lines: a label, a message of Kubernetes, an annotation. Nothing in it can act."""

import unicodedata

LONGEST = 1000


def one_line(text: str, longest: int = LONGEST) -> str:
    """No control, format or surrogate characters, one line, bounded.

    >>> one_line("a\\nb\\x1b[31m" + "c" * 5, longest=9)
    'a b [31mc…'
    """
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)
    plain = " ".join(plain.split(" "))
    return plain if len(plain) <= longest else plain[:longest] + "…"
