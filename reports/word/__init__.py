"""Drawing blocks with python-docx, and where it stops, with WordprocessingML itself."""
