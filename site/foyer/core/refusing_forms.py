"""Forms of Wagtail's screens whose keeping is an act that may be refused."""

from __future__ import annotations

from typing import Any

from foyer.core.refusals import Refusal


class RefusalsInForm:
    """Shows why an act was refused in the form that asked for it, with all that was typed."""

    produced_error_code: str
    produced_error_message: str

    def form_valid(self, form: Any) -> Any:
        """Keep what the form says, or say why not."""
        try:
            return super().form_valid(form)  # type: ignore[misc]  # the view it is put before
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_code, self.produced_error_message = refusal.code, str(refusal)
            return self.form_invalid(form)  # type: ignore[attr-defined]  # as above
