"""Invoices in several currencies: `kam new` maps the currency unless the money is converted."""

from kamlib.intake.new import propose

ORDERS = "Order No,Order Date,Customer No,Net Amount\n1,2024-01-05,7,20\n2,2024-02-15,8,5\n"
INVOICES = "Customer,Document,Document Date,{amount},Currency\n"
INVOICES += "7,1,2024-01-05,20,USD\n8,2,2024-02-15,5,EUR\n"


def columns(folder, amount):
    (folder / "o.csv").write_text(ORDERS)
    (folder / "r.csv").write_text(INVOICES.format(amount=amount))
    files = {"orders": [str(folder / "o.csv")], "receivables": [str(folder / "r.csv")]}
    (found,) = [t for t in propose.new(folder / "e", files).tables if t.table == "receivables"]
    return {g.column for g in found.live}, {a.key for a in found.asks}


def test_the_currency_of_an_invoice_is_mapped_and_asked_about(tmp_path):
    found, asked = columns(tmp_path, "Document Amount")
    assert {"amount", "currency"} <= found and "several_currencies" in asked


def test_an_amount_in_the_firms_own_currency_leaves_it_out(tmp_path):
    found, asked = columns(tmp_path, "Amount in Local Currency")
    assert "amount" in found and "currency" not in found and "several_currencies" not in asked
