"""What flags mean beside one another: one happening, one act, several cameras, an order.

``acts``: flags of one recording. ``cameras``: of several. ``gravity``: which to look at first.
"""
