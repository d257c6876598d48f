"""The best one-to-one assignment: the Hungarian algorithm with potentials."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Gains: TypeAlias = NDArray[np.float64]
"""What each row gains by each column, (N, M), never negative; 0 forbids the pair."""


def assigned(gains: Gains) -> list[tuple[int, int]]:
    """Pairs (row, column) with the greatest sum of gains, by row; every row and column once.

    Rows and columns may stay alone. Munkres' algorithm in the form of shortest augmenting paths,
    O(n² m) with n the shorter side (Kuhn 1955; Jonker and Volgenant 1987).
    """
    if gains.size == 0:
        return []
    if gains.shape[0] > gains.shape[1]:
        return sorted((row, column) for column, row in assigned(gains.T))
    columns = _columns_of_rows(gains.max() - gains)
    return [(row, int(c)) for row, c in enumerate(columns) if gains[row, c] > 0]


def paired(gains: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """As ``assigned``, for few allowed pairs among many: (row, column) → its gain, above 0.

    Rows and columns that no chain of pairs connects are assigned by themselves.
    """
    pairs: list[tuple[int, int]] = []
    for group in _connected(gains):
        rows, columns = (sorted({pair[side] for pair in group}) for side in (0, 1))
        row_at, column_at = ({name: n for n, name in enumerate(names)} for names in (rows, columns))
        table: Gains = np.zeros((len(rows), len(columns)))
        for row, column in group:
            table[row_at[row], column_at[column]] = gains[row, column]
        pairs += [(rows[row], columns[column]) for row, column in assigned(table)]
    return sorted(pairs)


def _connected(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """``pairs`` in groups that share neither a row nor a column."""
    of_column: dict[int, list[tuple[int, int]]] = {}
    of_row: dict[int, list[tuple[int, int]]] = {}
    for row, column in pairs:
        one, other = of_row.get(row, []), of_column.get(column, [])
        group = one if len(one) >= len(other) else other
        joined = [] if one is other else one if group is other else other
        group += [(row, column), *joined]
        for r, c in [(row, column), *joined]:
            of_row[r] = of_column[c] = group
    return list({id(group): group for group in of_row.values()}.values())


def _columns_of_rows(costs: Gains) -> NDArray[np.intp]:
    """The column of every row in a cheapest complete assignment; needs N <= M."""
    rows, columns = costs.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns + 1)
    owner = np.full(columns + 1, -1)  # the last column is a fictitious start
    for row in range(rows):
        owner[columns] = row
        way, at = _path(costs, row_price, column_price, owner)
        while at != columns:
            owner[at] = owner[way[at]]
            at = way[at]
    result = np.full(rows, -1)
    taken = np.flatnonzero(owner[:columns] >= 0)
    result[owner[taken]] = taken
    return result


def _path(
    costs: Gains, row_price: Gains, column_price: Gains, owner: NDArray[np.intp]
) -> tuple[NDArray[np.intp], int]:
    """Where each column is reached from, and the free column where the cheapest path ends."""
    columns = costs.shape[1]
    least, way = np.full(columns, np.inf), np.full(columns + 1, columns)
    used = np.zeros(columns + 1, bool)
    at = columns
    while owner[at] >= 0:
        used[at] = True
        open_columns = np.flatnonzero(~used[:columns])
        here = costs[owner[at], open_columns] - row_price[owner[at]] - column_price[open_columns]
        nearer = here < least[open_columns]
        least[open_columns[nearer]] = here[nearer]
        way[open_columns[nearer]] = at
        nearest = open_columns[np.argmin(least[open_columns])]
        step = least[nearest]
        row_price[owner[used]] += step
        column_price[used] -= step
        least[open_columns] -= step
        at = int(nearest)
    return way, at
