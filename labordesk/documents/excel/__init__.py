"""Papers as Excel workbooks, made from the same document as the PDF (XlsxWriter): sums are formulas."""
