"""The steps of an import in the staff's tool, for any list: a room adds the right, the list and the addresses.

A room writes one class, an `ImportStep` and a page of the staff's tool: it names `target`, `scope`,
`namespace` and the right. `import_pages` makes every page of it. What a room does otherwise it hands in
by the name of the step.
"""

from .base import ImportStep, file_response
from .before import UploadStep
from .pages import TemplateStep, import_pages

__all__ = ["ImportStep", "TemplateStep", "UploadStep", "file_response", "import_pages"]
