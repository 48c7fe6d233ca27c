"""The workbook people fill in: scores, SWOT, rivals, needs, forces, plans; out and back."""

from kamlib.worksheets.read import read_filled
from kamlib.worksheets.sheets import SHEETS, frame, score_criteria
from kamlib.worksheets.write import write, write_blank

__all__ = ["SHEETS", "frame", "read_filled", "score_criteria", "write", "write_blank"]
