from kamlib.intake.new.guess import fits, guess, needed_columns
from kamlib.intake.new.looks import look

DAYS = ["2024-01-13", "2024-02-14", "2024-03-15"]
NAMES = ["Alpha", "Beta", "Gamma"]


def told(table, **columns):
    found = guess(table, {name.replace("_", " "): look(v) for name, v in columns.items()})
    return {g.column: (g.header, g.doubt, g.live) for g in found}


def test_what_the_table_can_do_without_stays_a_question():
    found = told("orders", Customer=NAMES, Bill_to_party=["1", "2", "3"], Date=DAYS)
    assert found["customer_name"] == ("Customer", "", True)
    assert found["customer_id"] == ("Bill to party", "maybe", False)


def test_what_it_cannot_do_without_is_used_with_a_question():
    found = told("orders", Bill_to_party=["1", "2", "3"], Shipped_at=DAYS, Gross_sales=["1", "2"])
    assert found["customer_id"] == ("Bill to party", "maybe", True)
    assert found["date"] == ("Shipped at", "maybe", True)
    assert found["amount"] == ("Gross sales", "maybe", True)


def test_a_sure_name_with_other_values_is_kept_for_the_check_to_complain_about():
    found = told("orders", Customer=NAMES, Order_Date=["soon", "later", "never"], Amount=["1"])
    assert found["date"] == ("Order Date", "values", True)


def test_an_id_is_no_figure_with_a_fraction_and_no_empty_column():
    assert not fits("orders", "customer_id", look(["1.5", "2.25"]))
    assert not fits("orders", "customer_id", look(["", "", "", "7"]))
    assert fits("orders", "customer_id", look(["0007", "17850.0"]))


def test_a_column_is_used_once():
    found = told("orders", Cost=["1", "2", "3"])
    assert [header for header, _, _ in found.values()] == ["Cost"]


def test_needed_columns_are_those_of_the_vocabulary():
    assert needed_columns("receivables") == {"customer_id", "date", "amount"}
