import pytest

from kamlib.intake.new.looks import as_number, look


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", 1234.5), ("¥12", 12), ("(3.2)", -3.2), ("5-", -5), ("15%", 0.15),
        ("１２", 12), ("1e3", 1000), ("−7", -7), ("12,50", None), ("abc", None), ("", None),
        ("1.2.3", None), ("2003-01-06", None), ("1,23,456", 123456), ("inf", None), ("nan", None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text, number):
    assert as_number(text) == number


def test_a_decimal_comma_reads_only_as_one():
    looks = look(["12,50", "1.200,00", "7,1"])
    assert (looks.numeric, looks.comma, looks.is_number) == (0, 1, True)


def test_dates_in_one_format_and_dates_nobody_can_tell():
    assert look(["2024/1/5", "2024/12/31 10:15"]).dates == ("%Y/%m/%d",)
    assert look(["1/13/2024", "2/3/2024"]).dates == ("%m/%d/%Y",)
    assert set(look(["1/2/2024", "2/3/2024"]).dates) == {"%m/%d/%Y", "%d/%m/%Y"}
    assert look(["2024年1月5日"]).dates == ("%Y年%m月%d日",)
    assert look(["yesterday", "2024-01-01"]).dates == ()


def test_empty_values_count_as_absent():
    looks = look(["a", "", "-", "#N/A", "无"])
    assert (looks.filled, looks.distinct, looks.samples) == (0.2, 1, ("a",))
    assert look([]).filled == 0
