"""Everything that can stop a run, as values. Only `main()` prints one.

    DqError
    ├── DataError            exit 1   the data's move: NotLanded, NotReadable
    ├── CallerError          exit 2   the caller's: SuiteError (all its mistakes; UnsupportedExpectation), UsageError, …
    ├── OurError             exit 3   ours: NoSpace, OutOfMemory, Bug
    ├── TransientError       exit 75  nobody's: worth a retry
    └── Interrupted          exit 143 or 130

An error says what, where, and the remedy, in both languages. `CannotJudge` never leaves the engine: it becomes an
outcome's `exception_info`.
"""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from . import exit_codes


class Mistake(msgspec.Struct, frozen=True):
    """One mistake in a suite: `error: what / at where ($.path) / hint: remedy`. Texts are {"en", "ja"}."""

    message: dict[str, str]
    where: str | None = None
    path: str | None = None
    hint: dict[str, str] | None = None
    unsupported: bool = False  # nothing is wrong but that the engine does not know the type

    def text(self, lang: str = "en") -> str:
        lines = [("エラー: " if lang == "ja" else "error: ") + self.message[lang]]
        if self.where or self.path:
            at = f"{self.where}  ({self.path})" if self.where and self.path else self.where or self.path or ""
            lines.append(("  場所: " if lang == "ja" else "  at ") + at)
        if self.hint:
            lines.append(("  ヒント: " if lang == "ja" else "  hint: ") + self.hint[lang])
        return "\n".join(lines)


class DqError(Exception):
    """`SomeError(name="x", where="file:1:2")`: `says` and `hints` are filled with the keyword arguments."""

    exit_code: ClassVar[int] = exit_codes.OURS
    says: ClassVar[dict[str, str]] = {"en": "{detail}", "ja": "{detail}"}
    hints: ClassVar[dict[str, str] | None] = None

    def __init__(
        self, detail: object = "", /, *, where: str | None = None, hint: dict[str, str] | None = None, **values: object
    ) -> None:
        self.values = {"detail": detail, **values}
        self.where = where
        self._hint = hint or self.hints
        super().__init__(self.message())

    @property
    def kind(self) -> str:
        """The name of the class, for `error.kind` of the result."""
        return type(self).__name__

    def message(self, lang: str = "en") -> str:
        values = {k: v.get(lang, "") if isinstance(v, dict) else v for k, v in self.values.items()}
        return self.says[lang].format_map(values)

    def hint(self, lang: str = "en") -> str | None:
        values = {k: v.get(lang, "") if isinstance(v, dict) else v for k, v in self.values.items()}
        return self._hint[lang].format_map(values) if self._hint else None

    def text(self, lang: str = "en") -> str:
        """What `main()` prints."""
        hint = self.hint(lang)
        both = {"en": hint, "ja": hint} if hint else None
        return Mistake({"en": self.message("en"), "ja": self.message("ja")}, self.where, None, both).text(lang)


class DataError(DqError):
    """The file is not there, or not what it declares to be: the gate is closed."""

    exit_code = exit_codes.CLOSED


class NotLanded(DataError):
    says = {"en": "not landed: {uri} does not exist", "ja": "未着です: {uri} がありません"}


class NotReadable(DataError):
    """The bytes are not what they claim: a truncated gzip, no CSV at all, an endless line."""

    says = {"en": "{uri} cannot be read: {detail}", "ja": "{uri} を読めません: {detail}"}


class CallerError(DqError):
    exit_code = exit_codes.CALLER


class UsageError(CallerError):
    """A bad flag or argument."""


class NotAFile(CallerError):
    says = {"en": "{uri} is {detail}, not a file", "ja": "{uri} はファイルではありません({detail})"}


class NoPermission(CallerError):
    says = {"en": "no permission to read {uri}", "ja": "{uri} を読む権限がありません"}


class NoSuite(CallerError):
    says = {"en": "no suite `{name}`", "ja": "スイート `{name}` がありません"}


class NoSuiteFits(CallerError):
    """No suite's `landed.match` fits a file."""

    says = {"en": "no suite fits {uri}{nearest}", "ja": "{uri} に合うスイートがありません{nearest}"}


class NoSuiteFolder(CallerError):
    """There is nowhere to look for suites."""

    says = {
        "en": "no `expectations/` folder in {here} or above it",
        "ja": "{here} とその上の階層に `expectations/` フォルダーがありません",
    }
    hints = {
        "en": "name the suite with -s, or the folder with DQ_SUITES",
        "ja": "-s でスイートを、または DQ_SUITES でフォルダーを指定してください",
    }


class AmbiguousSuite(CallerError):
    says = {
        "en": "more than one suite fits {uri}: {names}",
        "ja": "{uri} に合うスイートが複数あります: {names}",
    }
    hints = {
        "en": "name one with -s, or make their `landed.match` exclude each other",
        "ja": "-s で 1 つを指定するか、互いの `landed.match` が重ならないようにしてください",
    }


class SuiteError(CallerError):
    """An invalid suite: `mistakes` holds all of them."""

    says = {"en": "{count} in {uri}", "ja": "{uri} に誤りが{count}あります"}

    def __init__(self, uri: str, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        n = len(self.mistakes)
        super().__init__(uri=uri, count={"en": f"{n} mistake{'s' if n != 1 else ''}", "ja": f" {n} 件"})

    def text(self, lang: str = "en") -> str:
        return "\n".join([*(m.text(lang) for m in self.mistakes), "", self.message(lang)])

    def __str__(self) -> str:
        """For whoever meets it in Python: all mistakes."""
        return "\n".join([self.message(), *(m.text() for m in self.mistakes)])


class UnsupportedExpectation(SuiteError):
    """A suite in which nothing is wrong but that it names types of Great Expectations that the engine does not know."""


class OurError(DqError):
    exit_code = exit_codes.OURS


class NoSpace(OurError):
    says = {"en": "no space left while writing {uri}", "ja": "{uri} の書き込み中に空き容量がなくなりました"}


class CannotWrite(OurError):
    says = {"en": "cannot write {uri}: {detail}", "ja": "{uri} に書き込めません: {detail}"}


class OutOfMemory(OurError):
    says = {"en": "out of memory: {detail}", "ja": "メモリが足りません: {detail}"}


class Bug(OurError):
    says = {
        "en": "a bug in dq ({detail}): the data was not judged",
        "ja": "dq の不具合です({detail})。データは判定されていません",
    }
    hints = {"en": "DQ_DEBUG=1 shows the traceback", "ja": "DQ_DEBUG=1 を付けると詳細が表示されます"}


class TransientError(DqError):
    """A fault that a retry may cure; retries of our own are exhausted."""

    exit_code = exit_codes.TRANSIENT


class Interrupted(DqError):
    """SIGTERM or Ctrl-C. `exit_code` is 143 or 130."""

    says = {
        "en": "stopped by {detail}: the data was not judged",
        "ja": "{detail} により中断しました。データは判定されていません",
    }

    def __init__(self, signal_name: str, code: int) -> None:
        super().__init__(signal_name)
        self.exit_code = code  # type: ignore[misc]  # of the class elsewhere; here the signal decides


class CannotJudge(Exception):
    """An expectation that has no answer on this column (a missing column, text against a number). In English, as GX's."""
