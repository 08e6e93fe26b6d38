"""`make demo`: every example through `dq check`, one line before each, and whether it got the verdict it must get."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from ruamel.yaml import YAML

HERE = Path(__file__).resolve().parent
DQ = Path(sys.executable).with_name("dq")
WORDS = {
    "en": {
        "shown": "── {n} of {of}: {shows}",
        "as_agreed": "   exit {code}, as it should be\n",
        "not_agreed": "   exit {code}, where {expected} was due\n",
        "all": "All {of} files got the verdict they should have: {opened} open, {closed} closed, in {seconds:.0f} s.",
        "some": "{wrong} of {of} files got another verdict than they should have:",
    },
    "ja": {
        "shown": "── {n} / {of}: {shows}",
        "as_agreed": "   終了コード {code}(想定どおり)\n",
        "not_agreed": "   終了コード {code}(想定は {expected})\n",
        "all": "{of} ファイルすべてが想定どおりの判定でした: 開 {opened} 件、閉 {closed} 件、{seconds:.0f} 秒。",
        "some": "{of} ファイル中 {wrong} ファイルが想定と異なる判定でした:",
    },
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", choices=("en", "ja"), default="en")
    lang = parser.parse_args().lang
    words = WORDS[lang]
    entries = YAML(typ="safe").load((HERE / "verdicts.yaml").read_text(encoding="utf-8"))
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("DQ_")}
    spoken = () if lang == "en" else ("--lang", lang)
    began, wrong, opened = time.monotonic(), [], 0
    for n, entry in enumerate(entries, start=1):
        shows, command = entry["shows"][lang], ["check", f"examples/{entry['file']}", *spoken]
        print(words["shown"].format(n=n, of=len(entries), shows=shows))
        print(f"$ dq {' '.join(command)}", flush=True)
        code = subprocess.run([DQ, *command], cwd=HERE.parent, env=surroundings, check=False).returncode
        agreed = code == entry["exit"]
        print(words["as_agreed" if agreed else "not_agreed"].format(code=code, expected=entry["exit"]), flush=True)
        opened += code == 0
        if not agreed:
            wrong.append(entry["file"])
    if wrong:
        print(words["some"].format(wrong=len(wrong), of=len(entries)), *wrong, sep="\n  ")
        return 1
    took = time.monotonic() - began
    print(words["all"].format(of=len(entries), opened=opened, closed=len(entries) - opened, seconds=took))
    return 0


if __name__ == "__main__":
    sys.exit(main())
