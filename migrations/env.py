"""What Alembic runs: the connection comes from lib.database, the target from lib.schema."""

from alembic import context

from lib import columns, database, schema


def render(kind: str, item: object, autogenerate) -> str | bool:  # noqa: ANN001
    """Our own column types by their names, with the import they need."""
    if kind == "type" and isinstance(item, columns.UtcDateTime | columns.Vector):
        name = type(item).__name__
        autogenerate.imports.add(f"from lib.columns import {name}")
        return f"{name}()"
    return False


def run(connection) -> None:  # noqa: ANN001
    """Migrate over this connection, inside its transaction."""
    context.configure(
        connection=connection,
        target_metadata=schema.metadata,
        render_item=render,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    with database.writing(database.engine()) as opened:
        run(opened)
