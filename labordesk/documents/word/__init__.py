"""Papers as Word files, made from the same document as the PDF (Office Open XML through python-docx)."""
