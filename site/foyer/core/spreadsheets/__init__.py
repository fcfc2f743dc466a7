"""Tables that come in and go out as CSV and XLSX, without losing a character."""
