"""Chart chrome: Latin and Chinese drawn, lines broken, names cut, nothing global."""

from __future__ import annotations

import io
import warnings

from kamlib.plots import theme


def test_lines_break_at_blanks_and_between_chinese_letters():
    assert theme.wrap("one two three", 8) == ["one two", "three"]
    assert theme.wrap("重点客户管理", 8) == ["重点客户", "管理"]
    assert theme.wrap("重点客户。管理", 8) == ["重点客", "户。管理"]
    assert theme.wrap("", 8) == []


def test_long_names_are_cut_with_an_ellipsis():
    assert theme.shorten("Ernst Handel") == "Ernst Handel"
    cut = theme.shorten("A" * 300, 20)
    assert len(cut) == 20
    assert cut.endswith("…")
    assert theme.shorten("上海重点客户管理有限公司", 10) == "上海重点…"


def test_letters_without_a_font_and_control_marks_never_reach_a_chart():
    assert theme.drawable("a\U0001fae8b") == "a·b"
    assert theme.drawable("a\u202eb\x07") == "ab"


def test_a_chart_with_hostile_text_draws_without_a_warning():
    ax = theme.canvas(2)
    ax.barh([theme.shorten("$x$ 重点客户 \U0001fae8")], [-1.0])
    theme.finish(ax, title="Titel 标题 \U0001fae8", subtitle="元", source="orders")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax.figure.savefig(io.BytesIO(), format="png")
    texts = [t.get_text() for t in ax.figure.texts]
    assert texts == ["Titel 标题 ·", "元", "orders"]
