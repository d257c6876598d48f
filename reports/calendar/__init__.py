"""The footage of the cameras as a calendar, with the list of what is missing, for people."""

from reports.calendar.page import page

__all__ = ["page"]
