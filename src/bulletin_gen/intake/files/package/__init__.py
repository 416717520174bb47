"""Parts of packed workbooks, looked at before the reader: whole, honest about their size, and what it leaves out."""
