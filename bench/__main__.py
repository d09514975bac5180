"""The command: `python -m bench [NAME…]`, all of them where none is named."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Final

from bench import answers, check, search, start
from bench.measuring import Row, table

BENCHES: Final[dict[str, Callable[[], Iterable[Row]]]] = {
    "answers": answers.rows,
    "start": start.rows,
    "check": check.rows,
    "search": search.rows,
}


def main(names: list[str]) -> int:
    """Measure what is named and print one table; 2 where a name is unknown."""
    if unknown := [name for name in names if name not in BENCHES]:
        print(f"bench: {unknown[0]} is not one of {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in names or BENCHES:
        print(f"measuring {name} …", file=sys.stderr)
        rows += [Row("", ""), Row(name.upper(), ""), *BENCHES[name]()]
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
