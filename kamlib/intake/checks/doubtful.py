"""Rows that may not belong into the analysis: found and asked about, never left out unasked.

Sales within the client's own group, rows of a test, and codes that are no product (postage,
fees, corrections). Each question brings the line that leaves its rows out, ready to paste.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import duckdb

from kamlib.engagement import Engagement
from kamlib.intake import leave_out
from kamlib.intake.files.parts import literal
from kamlib.intake.files.sources import Lines
from kamlib.intake.findings import Findings
from kamlib.intake.names import name_cores
from kamlib.intake.values import cells

_SHOWN = 8  # examples of a question
_HAN = r"[\u3400-\u9fff]"
_LEAST = {True: 2, False: 4}  # letters of the client's own name, Chinese or not, to look for
_FEW, _MOSTLY = 20, 0.9  # codes from which a habit can be seen; share that has it


@dataclass(frozen=True)
class Group:
    """Lines of one id and one name."""

    id: str
    name: str
    rows: int
    amount: float
    role: str = ""


def ask(
    connection: duckdb.DuckDBPyConnection,
    engagement: Engagement,
    lines: Lines,
    findings: Findings,
) -> None:
    """Note doubtful rows among the lines analysed, with their money and the line that cuts them.

    `priced` and `members` must be there.
    """
    own = _own_name(engagement.name)
    customers, products = _customers(connection, own), _products(connection)
    inside = [g for g in customers if g.role == "internal" or _is_internal(g.name, own)]
    note = _Noter(connection, lines, findings)
    note.groups("internal_sales", "customer", customers, inside)
    tests = [g for g in customers if g not in inside and _is_test(g.name, whole=False)]
    note.groups("test_rows", "customer", customers, tests)
    trial = [g for g in products if _is_test(g.name, whole=True) or _is_test(g.id, whole=True)]
    note.groups("test_rows", "product", products, trial)
    long = _codes_are_long(connection)
    fees = [g for g in products if g not in trial and _is_no_product(g, long=long)]
    note.groups("not_products", "product", products, fees)
    if "order_id" in lines.columns:
        numbers = _orders(connection)
        note.groups(
            "test_rows", "order", numbers, [g for g in numbers if _is_test(g.id, whole=True)]
        )


class _Noter:
    """Writes the questions of one book of orders."""

    def __init__(self, connection, lines: Lines, findings: Findings):
        self.connection, self.lines, self.findings = connection, lines, findings

    def groups(self, question: str, what: str, all_of: list[Group], found: list[Group]) -> None:
        """One question for ids all of whose lines are meant, one for names where only some are."""
        partly = {g.id for g in all_of} & {g.id for g in set(all_of) - set(found)}
        by_name = f"{what}_name" in self.lines.columns
        names = [g for g in found if g.id in partly and by_name]
        self._note(question, f"{what}_id", [g for g in found if g not in names], "id")
        self._note(question, f"{what}_name", names, "name")

    def _note(self, question: str, column: str, found: list[Group], by: str) -> None:
        if not found:
            return
        money: dict[str, float] = {}
        for group in found:
            value = getattr(group, by)
            money[value] = money.get(value, 0.0) + group.amount
        values = sorted(money, key=lambda v: (-abs(money[v]), v))
        mapped = column if column in self.lines.columns else column.replace("_id", "_name")
        written = _as_written(self.connection, self.lines, mapped, values)
        own = self.lines.columns[mapped]
        shown = ", ".join(values[:_SHOWN]) + (", ..." if len(values) > _SHOWN else "")
        self.findings.question(
            "orders",
            mapped,
            question,
            rows=sum(g.rows for g in found),
            amount=sum(g.amount for g in found),
            example=shown,
            mend=leave_out.line(self.lines.source.leave_out, {own: written}),
        )


def _as_written(connection, lines: Lines, column: str, values: list[str]) -> list[str]:
    """The texts of the file that were read as these values: `leave_out` names those."""
    texts = f"text_{lines.table}_{column}"
    there = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [texts])
    if not there.fetchall():
        return values
    rows = connection.execute(
        f"SELECT DISTINCT squeezed, list_position($1, value) FROM {texts} "
        "WHERE list_contains($1, value) AND n > 0 ORDER BY 2, 1",
        [values],
    ).fetchall()
    return [text for text, _ in rows]


# --- the lines by what they name --------------------------------------------------------------


def _customers(connection, own: name_cores.Core | None) -> list[Group]:
    words = [*_all_words("internal"), *_all_words("test"), *([own.words[0]] if own else [])]
    return _groups(
        connection,
        ("customer_id", "customer_name"),
        ("coalesce(g.own, m.customer_name, g.id)", "coalesce(m.role, '')"),
        f"{_hint('name', words)} OR role = 'internal'",
        joined="LEFT JOIN members m ON m.customer_id = g.id",
    )


def _products(connection) -> list[Group]:
    codes = _words()["not_product"]["codes"]
    known = [*codes["long"], *codes["short"], *codes["chinese"]]
    words = [*_all_words("test"), *_all_words("names", _words()["not_product"])]
    return _groups(
        connection,
        ("product_id", "product_name"),
        ("coalesce(g.own, g.id)", "''"),
        f"{_hint('name', words)} OR {_hint('id', _all_words('test'))} "
        f"OR {cells.is_one_of('trim(id)', tuple(known))}",
    )


def _orders(connection) -> list[Group]:
    """Orders of a test; there are millions of numbers, so a quick sieve comes before the pattern.

    What the pattern takes for a letter of Latin script, beside the letter, is not ASCII.
    """
    words = _all_words("test")
    shortest = [w for w in words if w.isascii() and not any(o in w for o in words if o != w)]
    quick = " OR ".join(f"order_id ILIKE {literal(f'%{word}%')}" for word in shortest)
    rows = connection.execute(f"""
        SELECT order_id, order_id, count(*), fsum(amount) FROM priced
        WHERE _step IS NULL AND ({quick} OR strlen(order_id) > length(order_id))
            AND {_hint("order_id", words)}
        GROUP BY order_id ORDER BY order_id""").fetchall()
    return [Group(*row) for row in rows]


def _groups(
    connection, columns: tuple[str, str], read: tuple[str, str], hint: str, *, joined: str = ""
) -> list[Group]:
    """The groups of every id of which one holds a word that may say something.

    columns: an id and a name of the lines; read: SQL of the name and the role of a group g of
    an id and its own name. Money is added up only where a word is found: few ids have one.
    """
    own_id, own_name = columns
    name, role = read
    lines = f"FROM priced WHERE _step IS NULL AND {own_id}"
    rows = connection.execute(f"""
        WITH known AS (
            SELECT {own_id} AS id, {own_name} AS own {lines} IS NOT NULL GROUP BY 1, 2
        ), read AS (
            SELECT g.id, {name} AS name, {role} AS role FROM known g {joined}
        ), counted AS (
            SELECT {own_id} AS id, {own_name} AS own, count(*) AS n, fsum(amount) AS money
            {lines} IN (SELECT id FROM read WHERE {hint}) GROUP BY 1, 2
        )
        SELECT g.id, {name}, g.n, g.money, {role} FROM counted g {joined}
        ORDER BY 1, 2, 5""").fetchall()
    return [Group(*row) for row in rows]


def _hint(column: str, words: Iterable[str]) -> str:
    """SQL of whether a text holds any of the words, be it within another: a first sieve."""
    found = "|".join(re.escape(word) for word in words)
    return f"regexp_matches({column}, {literal(f'(?i){found}')})"


def _all_words(name: str, of: dict | None = None) -> list[str]:
    kinds = ("words", "chinese", "alone", "last")
    return [word for kind in kinds for word in (of or _words())[name].get(kind, [])]


def _codes_are_long(connection) -> bool:
    """Whether nearly all product codes have more than two characters."""
    ((codes, long),) = connection.execute("""
        SELECT count(DISTINCT product_id), count(DISTINCT product_id) FILTER (
            length(product_id) > 2) FROM priced WHERE _step IS NULL""").fetchall()
    return codes >= _FEW and long >= _MOSTLY * codes


# --- what they say ---------------------------------------------------------------------------


@cache
def _words() -> dict:
    return tomllib.loads(files(__package__).joinpath("doubtful.toml").read_text("utf-8"))


def _own_name(name: str) -> name_cores.Core | None:
    """The client's own name without its legal form; None where it is too short to tell."""
    core = name_cores.core(name)
    return core if len(core.text) >= _LEAST[core.chinese] else None


def _is_internal(name: str, own: name_cores.Core | None) -> bool:
    words = _words()["internal"]
    if _has_word(name, words["words"]) or _has_chinese(name, words):
        return True
    if own is None or own.words[0] not in name.casefold():
        return False
    core = name_cores.core(name)
    if own.chinese:
        return own.text in core.text
    return core.words[: len(own.words)] == own.words


def _is_test(text: str, *, whole: bool) -> bool:
    """Whether a name is of a test; `whole`: it must begin so and say nothing else of weight."""
    words = _words()["test"]
    plain = " ".join(re.split(r"[\W_]+", text.casefold())).strip()
    if _has_chinese(text, words):
        return not whole or text.strip().startswith("测试") or text.strip().endswith("测试")
    if any(phrase in plain for phrase in words["but"]):
        return False
    if not whole:
        return _has_word(plain, words["words"])
    nouns = "|".join(map(re.escape, words["nouns"]))
    start = "|".join(words["words"])
    return bool(re.fullmatch(rf"(?:{start})(?: ?\d+| (?:{nouns})\b.*)*", plain))


def _is_no_product(product: Group, *, long: bool) -> bool:
    """Whether a code or a name is of postage, fees, discounts, corrections or samples."""
    words = _words()["not_product"]["codes"]
    known = {*words["long"], *words["chinese"], *(words["short"] if long else ())}
    return product.id.casefold().strip() in known or _is_fee(product.name)


def _is_fee(name: str) -> bool:
    words = _words()["not_product"]["names"]
    if re.search(_HAN, name):
        bare = re.sub(r"[（(\[【].*?[)）\]】]\s*$", "", name).strip()
        return bare.endswith(tuple(words["chinese"])) and not bare.endswith(
            tuple(words["but_chinese"])
        )
    plain = " ".join(name.casefold().split()).strip(" .:-*")
    parts = plain.split(" ")
    return plain in words["alone"] or (len(parts) <= 4 and parts[-1] in words["last"])


def _has_word(text: str, words: Iterable[str]) -> bool:
    found = "|".join(map(re.escape, words))
    return bool(re.search(rf"(?<![^\W_])(?:{found})(?![^\W_])", text.casefold()))


def _has_chinese(text: str, words: dict) -> bool:
    for phrase in words["but_chinese"]:
        text = text.replace(phrase, "")
    return any(word in text for word in words["chinese"])
