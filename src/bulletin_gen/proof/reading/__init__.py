"""A published bulletin, of whatever format, as passages and tables (``publication.py``)."""
