"""Key lists of real books: what their READMEs and a reader's eye know of them."""

import math

import pytest
import yaml

from kamlib.analysis import identification
from kamlib.analysis.accounts import accounts
from kamlib.study import open_study


def opened(folder, orders, **sources):
    content = {"name": folder.name, "sources": {"orders": orders, **sources}}
    (folder / "engagement.yaml").write_text(yaml.safe_dump(content), "utf-8")
    return open_study(folder)


def measures(of):
    return identification.concentration(of).set_index("measure")["value"]


def test_northwind(tmp_path, shared_data):
    data = shared_data / "northwind"
    columns = {name: name for name in ("customer_id", "order_id", "product_id", "quantity")}
    of = opened(
        tmp_path,
        {
            "path": str(data / "order_details.csv"),
            "join": [{"path": str(data / "orders.csv"), "on": "order_id"}],
            "columns": columns
            | {"date": "order_date", "price": "unit_price", "discount": "discount"},
        },
    )
    found, values = accounts(of).set_index("account_id"), measures(of)
    assert found["revenue"].nlargest(2).round(2).to_dict() == {
        "QUICK": 110277.31,
        "ERNSH": 104874.98,
    }
    assert values["accounts"] == 89 and round(values["revenue"], 2) == 1265793.04
    assert values["top_20_accounts"] == math.ceil(0.2 * 89)
    assert identification.choice(of).places == 18
    assert {"QUICK", "ERNSH", "SAVEA"} < set(identification.key_ids(of))
    assert found["growth"].isna().all()  # 22 months


@pytest.mark.slow
def test_two_cancelled_giants_of_online_retail_are_not_key(tmp_path, shared_data):
    of = opened(
        tmp_path,
        {
            "path": str(shared_data / "uci_online_retail" / "online_retail.csv.gz"),
            "columns": {
                "customer_id": "CustomerID",
                "order_id": "InvoiceNo",
                "date": "InvoiceDate",
                "product_id": "StockCode",
                "quantity": "Quantity",
                "price": "UnitPrice",
            },
        },
    )
    found = accounts(of).set_index("account_id")
    assert measures(of)["revenue"] == pytest.approx(8300065.81, abs=0.005)
    giants = ["16446", "12346"]
    assert (found.loc[giants, "gross_sales"] > 70_000).all()
    assert (found.loc[giants, "revenue"] < 3).all()
    keys = identification.key_accounts(of).set_index("account_id")
    assert not keys.loc[giants, "is_key"].any() and (keys.loc[giants, "p_key"] == 0).all()
    assert keys["p_key"].sum() == pytest.approx(35)
    lists = identification.rule_lists(of)
    assert not lists.loc[lists["account_id"].isin(giants), "listed"].any()
