"""What was answered, counted by key across all versions. (FORMS 2, 5; 001-31)"""

from .report import Report, report_of
from .selecting import Selection, Wanted

__all__ = ["Report", "Selection", "Wanted", "report_of"]
