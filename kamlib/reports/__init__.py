"""What a reader is given: pages, tables, workbooks."""
