"""Alembic's entry: runs the pending steps on the connection it is given, inside that connection's transaction."""

from alembic import context

given = context.config.attributes
context.configure(
    connection=given["connection"],
    target_metadata=given.get("metadata"),
    render_item=given.get("render_item"),
    include_name=given.get("include_name"),
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
