"""What cells say, as SQL: blanks trimmed, what stands for nothing, full-width figures.

Everything here is an SQL expression over a text expression, so that ten million cells are
read in the engine and not one by one.
"""

from __future__ import annotations

import duckdb

from kamlib.intake.files.parts import literal

BLANKS = " \t\r\n\x0b\x0c\u00a0\u3000\ufeff\u200b"
_WIDE = "０１２３４５６７８９．，－＋（）％／：　￥＄＇\u2212\u2013\u00a0\u202f\u2009\u2019"
_HALF = "0123456789.,-+()%/: ¥$'--   '"

# Stand for nothing, in any column.
NOTHING = ("#n/a", "#null!", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "null", "(null)")
NOTHING += ("\\n", "-", "--", "—", "——", "无", "暂无", "n/a")
# In a column of numbers or dates also these; as text they may be names (NA: North America).
NOTHING_HERE = (*NOTHING, "na", "none", "nil", "空")
# What pandas leaves in a column of ids or dates that has gaps. Not in numbers: nan is refused.
NOT_A = ("nan", "nat", "<na>")

# What answers a question of yes or no, in lower case; a column may have words of its own beside.
YES = ("yes", "y", "true", "1", "是", "有", "√", "✓")
NO = ("no", "n", "false", "0", "否", "×")


def trimmed(cell: str) -> str:
    """The cell without blanks at its ends; empty where nothing is left."""
    return f"nullif(trim(BOTH {literal(BLANKS)} FROM {cell}), '')"


def half_width(text: str) -> str:
    """Full-width figures and signs as plain ones."""
    return f"translate({text}, {literal(_WIDE)}, {literal(_HALF)})"


def is_one_of(text: str, words: tuple[str, ...]) -> str:
    """Whether the text, in lower case, is one of `words`."""
    return f"lower({text}) IN ({', '.join(map(literal, words))})"


def count_rules(
    connection: duckdb.DuckDBPyConnection, texts: str, rules: dict[str, str]
) -> list[tuple[str, int, str]]:
    """What was read otherwise than written: rule, rows in use, the first such text.

    `texts` holds the different texts of a column as raw, with n rows of each in use; `rules`
    the SQL that tells a text to which the rule was applied.
    """
    asked = ", ".join(
        f"coalesce(sum(n) FILTER ({rule}), 0), min(raw) FILTER ({rule})" for rule in rules.values()
    )
    told = connection.execute(f"SELECT {asked} FROM {texts} WHERE n > 0").fetchall()[0]
    pairs = zip(rules, told[::2], told[1::2], strict=True)
    return [(rule, int(rows), example) for rule, rows, example in pairs if rows]
