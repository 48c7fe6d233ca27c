"""The workbook people fill in: scores, SWOT, rivals, needs, forces, plans; out and back."""

from kamlib.worksheets.known import unknown_accounts
from kamlib.worksheets.read import check, read_filled
from kamlib.worksheets.sheets import SHEETS, frame, scales, score_criteria
from kamlib.worksheets.write import write, write_blank

__all__ = [
    "SHEETS",
    "check",
    "frame",
    "read_filled",
    "scales",
    "score_criteria",
    "unknown_accounts",
    "write",
    "write_blank",
]
