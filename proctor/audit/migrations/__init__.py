"""Alembic's steps from an empty database to the present one; see ``proctor.audit.opening``."""
