import numpy as np
import pytest

from pipeline.account.months import HOURS_OF_MONTH, monthly_sum
from pipeline.errors import InputError


def test_a_constant_load_gives_each_month_its_hours() -> None:
    # 31 days x 24 h x 2 MW = 1488 MWh in January, 28 x 24 x 2 = 1344 in February
    sums = monthly_sum(np.full(8760, 2.0))
    assert sums[0] == 1488.0
    assert sums[1] == 1344.0
    assert sums.sum() == 17520.0


def test_each_hour_counts_in_its_month_only() -> None:
    load = np.zeros(8760)
    load[743], load[744], load[8759] = (
        5.0,
        7.0,
        11.0,
    )  # last hour of January, first of February, last of the year
    sums = monthly_sum(load)
    assert sums.tolist() == [5.0, 7.0] + [0.0] * 9 + [11.0]


def test_the_months_make_a_year() -> None:
    assert HOURS_OF_MONTH.sum() == 8760


@pytest.mark.parametrize("bad", [np.nan, -1.0, np.inf])
def test_an_unusable_hour_is_named(bad: float) -> None:
    load = np.ones(8760)
    load[17] = bad
    with pytest.raises(InputError, match="hour 17"):
        monthly_sum(load)


def test_a_leap_year_is_refused() -> None:
    with pytest.raises(InputError, match="8784"):
        monthly_sum(np.ones(8784))
