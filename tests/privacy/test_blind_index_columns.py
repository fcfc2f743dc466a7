"""Blind indexes cost a list one index each, not two."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from foyer.privacy.fields import BlindIndexField


@pytest.mark.django_db
class TestBlindIndexes:
    def test_have_one_index_in_the_database(self) -> None:
        columns = {
            (model._meta.db_table, field.column)
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, BlindIndexField)
        }

        with connection.cursor() as cursor:
            found = [
                (table, *kept["columns"])
                for table in sorted({table for table, _column in columns})
                for kept in connection.introspection.get_constraints(cursor, table).values()
                if kept["index"] and len(kept["columns"]) == 1
            ]

        assert sorted(one for one in found if one in columns) == sorted(columns)
