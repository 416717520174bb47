"""Step 7: the tree of a bulletin as .docx, .xlsx, .html and .pdf. Knows paper and type, nothing of hotlines."""
