import pytest

from kamlib.faults import InputError
from kamlib.intake.new import heads


def head(tmp_path, text, name="x.csv", table="orders"):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (found,) = heads.read_heads(tmp_path / name, table)
    return found


def test_header_values_and_place(tmp_path):
    found = head(tmp_path, "Customer;Date\nA;2024-01-05\nB\n")
    assert (found.header, found.separator, found.encoding) == (1, ";", "utf-8")
    assert found.values["Customer"] == ("A",)  # the short row is the check's to complain about
    assert found.whole and not found.titled


def test_rows_above_the_header_are_titles(tmp_path):
    found = head(tmp_path, "Report,,\n,,\nCustomer,Date,Amount\nA,2024-01-05,1\n")
    assert (found.header, found.titled) == (3, True)
    assert found.columns == ("Customer", "Date", "Amount")


def test_blank_lines_above_the_header_are_no_titles(tmp_path):
    found = head(tmp_path, "\n\nCustomer,Date\nA,2024-01-05\n")
    assert (found.header, found.titled) == (3, False)


@pytest.mark.parametrize("text", ["7,2024-01-05,1.5\n8,2024-01-06,2.5\n", "7,x\n8,y\n"])
def test_a_first_row_of_figures_is_no_header(tmp_path, text):
    found = head(tmp_path, text)
    assert found.header == 0 and found.columns[0] == "1" and found.rows == 2


def test_an_unknown_header_over_figures_is_one(tmp_path):
    assert head(tmp_path, "wer,wann\nA,2024-01-05\n").header == 1


def test_names_that_stand_twice_are_set_aside(tmp_path):
    found = head(tmp_path, "Customer,Amount, Amount \nA,1,2\n")
    assert found.twice == ("Amount",) and found.columns == ("Customer",)


def test_utf_16_and_gzip(tmp_path):
    import gzip

    found = head(tmp_path, "客户,日期\n甲,2024-01-05\n".encode("utf-16"))
    assert found.columns == ("客户", "日期")
    packed = gzip.compress("客户,日期\n甲,2024-01-05\n".encode("gb18030"))
    assert head(tmp_path, packed, "y.csv.gz").encoding == "gb18030"


def test_parquet(tmp_path):
    import pandas as pd

    frame = pd.DataFrame({"Customer": ["A", "B"], "Date": pd.to_datetime(["2024-01-05"] * 2)})
    frame.to_parquet(tmp_path / "x.parquet")
    (found,) = heads.read_heads(tmp_path / "x.parquet", "orders")
    assert found.values == {"Customer": ("A", "B"), "Date": ("2024-01-05", "2024-01-05")}
    assert found.whole


def test_the_encoding_of_a_large_file_comes_from_its_first_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(heads, "_SMALL", 10)
    assert head(tmp_path, "客户,金额\n甲,1\n".encode("gb18030")).columns == ("客户", "金额")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.csv", b"", "file_empty"),
        ("x.xlsx", b"no workbook", "broken_workbook"),
        ("x.parquet", b"no parquet", "broken_parquet"),
        ("x.csv.gz", b"\x1f\x8bbroken", "broken_gzip"),
        ("x.csv", b"a\x00b", "file_not_text"),
    ],
)
def test_what_cannot_be_read_is_a_fault(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as error:
        heads.read_heads(tmp_path / name, "orders")
    assert [f.code for f in error.value.faults] == [code]


def test_a_missing_file_names_the_nearest(tmp_path):
    (tmp_path / "orders.csv").touch()
    with pytest.raises(InputError) as error:
        heads.read_heads(tmp_path / "order.csv", "orders")
    assert error.value.faults[0].values["nearest"] == "orders.csv"
