"""Workbooks as XML Spreadsheet 2003, made by code."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

TOP = (
    '<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n{type}'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"\n'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"\n'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\n'
)


def xml_cell(value, more: str = "") -> str:
    if value is None:
        return f"<Cell{more}/>"
    kind, said = "String", escape(str(value))
    if isinstance(value, date):
        kind, said = "DateTime", f"{value.isoformat()}T00:00:00.000"
    elif isinstance(value, (int, float)):
        kind = "Number"
    return f'<Cell{more}><Data ss:Type="{kind}">{said}</Data></Cell>'


def xml_row(cells, more: str = "") -> str:
    return f"<Row{more}>{''.join(map(xml_cell, cells))}</Row>\n"


def xml_sheet(content: str, name: str = "Lines", options: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{content}</Table>{options}</Worksheet>\n'


def xml_book(*sheets: str, encoding="utf-8", doctype="") -> bytes:
    text = TOP.format(encoding=encoding, type=doctype) + "".join(sheets) + "</Workbook>\n"
    return text.encode(encoding)
