"""Live cameras of a home: their addresses, their secrets, and where connections may lead."""
