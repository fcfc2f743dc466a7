"""Many tables made at once are those Django makes one after the other."""

from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from foyer.core.new_tables import NewTables

TABLES = ("shelves_shelf", "shelves_box")


def key() -> tuple[str, Any]:
    return ("id", models.BigAutoField(primary_key=True))


def shelf(name: str = "shelf") -> Any:
    return models.ForeignKey("shelves.Shelf", models.CASCADE, related_name=name)


def operations() -> list[Operation]:
    """Two tables that name each other, a rule and an index."""
    first = models.ForeignKey("shelves.Box", models.SET_NULL, null=True, related_name="+")
    rule = models.CheckConstraint(condition=~models.Q(label=""), name="shelves_box_label")
    return [
        migrations.CreateModel("Shelf", [key(), ("name", models.CharField(max_length=9))]),
        migrations.CreateModel(
            "Box", [key(), ("label", models.CharField(max_length=9)), ("shelf", shelf())]
        ),
        migrations.AddField("Shelf", "first", first),
        migrations.AddConstraint("Box", rule),
        migrations.AddIndex("Box", models.Index(fields=["label"], name="shelves_box_by_label")),
    ]


def apply(made: list[Operation]) -> ProjectState:
    """Carry operations out; return the state they lead to."""
    migration = migrations.Migration("0001_tables", "shelves")
    migration.operations = made
    state = ProjectState()
    _ = state.apps
    with connection.schema_editor(atomic=True) as editor:
        return migration.apply(state, editor)


def there() -> dict[str, Any]:
    """What the database holds of them."""
    look = connection.introspection
    with connection.cursor() as cursor:
        found = {}
        for table in sorted({*TABLES} & {*look.table_names(cursor)}):
            columns = [(one.name, one.null_ok) for one in look.get_table_description(cursor, table)]
            rules = look.get_constraints(cursor, table).values()
            found[table] = (columns, sorted(map(str, rules)))
        return found


@pytest.mark.django_db(transaction=True)
class TestNewTables:
    def test_are_those_made_one_by_one_and_go_again(self) -> None:
        states, found = [], []
        for made in (operations(), [NewTables(operations())]):
            states.append(apply(made))
            found.append(there())
            back = states[-1]
            with connection.schema_editor(atomic=True) as editor:
                NewTables(operations()).database_backwards("shelves", editor, back, ProjectState())

        assert states[0] == states[1]
        assert found[0] == found[1]
        assert found[0].keys() == {*TABLES}
        assert there() == {}

    def test_are_written_down_in_a_migration_as_they_were_read(self) -> None:
        made = NewTables(operations())

        name, given, named = made.deconstruct()

        assert (name, len(given[0]), named) == ("NewTables", 5, {})
        assert made.describe() == "Create Shelf, Box"
