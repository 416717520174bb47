"""Charts: native ones for Word and workbooks (``native``), their parts in a .docx (``parts``), SVG for web pages
(``svg``), and what all of them look like (``looks``)."""
