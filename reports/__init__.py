"""A day, week, month or year of supervision: into facts, and facts into docx, xlsx and html."""
