"""Result tables keep their shape."""

from __future__ import annotations

import pandas as pd
import pytest

from kamlib import results


@pytest.mark.parametrize("name", sorted(results.RESULTS))
def test_an_empty_table_fits_itself(name):
    frame = results.empty(name)
    assert list(results.arrange(frame, name)) == results.RESULTS[name].names


def test_arrange_puts_columns_in_order_and_keeps_extra_ones():
    frame = pd.DataFrame({"note": ["x"], "value": [1.0], "measure": ["hhi"]}, index=[7])
    arranged = results.arrange(frame, "concentration")
    assert list(arranged) == ["measure", "value", "note"]
    assert list(arranged.index) == [0]
    assert list(frame) == ["note", "value", "measure"]


def test_arrange_refuses_lacking_columns_empty_keys_and_doubles():
    with pytest.raises(ValueError, match="lacks value"):
        results.arrange(pd.DataFrame({"measure": ["hhi"]}), "concentration")
    with pytest.raises(ValueError, match="empty values"):
        results.arrange(pd.DataFrame({"measure": [None], "value": [1.0]}), "concentration")
    with pytest.raises(ValueError, match="twice"):
        results.arrange(pd.DataFrame({"measure": ["a", "a"], "value": [1.0, 2.0]}), "concentration")
