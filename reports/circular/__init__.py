"""The circular of the office: facts composed into sections, sentences and tables."""
