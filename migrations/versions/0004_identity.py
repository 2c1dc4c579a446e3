"""Leads that become one and come apart again; several contact details of a kind."""

import sqlalchemy as sa
from alembic import op

from lib.columns import UtcDateTime
from lib.likeness import same_company, same_domain

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXES = {
    "ix_leads_score_id": ["score", "id"],
    "ix_leads_status_score_id": ["status", "score", "id"],
    "ix_leads_temperature_status_captured_at": ["temperature", "status", "captured_at"],
    "ix_leads_captured_at_temperature": ["captured_at", "temperature"],
}
NEW_INDEXES = {
    "ix_leads_same_company_id": ["same_company", "id"],
    "ix_leads_same_domain_id": ["same_domain", "id"],
}
STANDING = sa.text("merged_into IS NULL")
MERGED = sa.text("merged_into IS NOT NULL")
AT_ONCE = 5_000


def upgrade() -> None:
    _add_merged_into()
    op.add_column("leads", sa.Column("same_company", sa.String(length=210), nullable=True))
    op.add_column("leads", sa.Column("same_domain", sa.String(length=210), nullable=True))
    _fill_keys(op.get_bind())
    for name in INDEXES:
        op.drop_index(name, table_name="leads")
    for name, columns in (INDEXES | NEW_INDEXES).items():
        op.create_index(name, "leads", columns, sqlite_where=STANDING, postgresql_where=STANDING)
    op.create_index(
        "ix_leads_merged_into",
        "leads",
        ["merged_into"],
        sqlite_where=MERGED,
        postgresql_where=MERGED,
    )
    op.create_table(
        "merges",
        sa.Column("id", ID, nullable=False),
        sa.Column("lead_id", ID, nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("merged_by", sa.String(length=255), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column("undone_by", sa.String(length=255), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_merges_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    op.create_index(op.f("ix_merges_lead_id"), "merges", ["lead_id"])
    op.create_table(
        "kept_apart",
        sa.Column("lead_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("kept_by", sa.String(length=255), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_kept_apart_lead_id")),
        sa.ForeignKeyConstraint(["other_id"], ["leads.id"], name=op.f("fk_kept_apart_other_id")),
        sa.PrimaryKeyConstraint("lead_id", "other_id", name=op.f("pk_kept_apart")),
    )
    op.create_index(op.f("ix_kept_apart_other_id"), "kept_apart", ["other_id"])
    op.add_column("contacts", sa.Column("rank", sa.Integer(), server_default="0", nullable=False))
    _key_of_contacts("conversation_id", "kind", "rank")


def downgrade() -> None:
    op.execute("DELETE FROM contacts WHERE rank > 0")
    _key_of_contacts("conversation_id", "kind")
    op.drop_column("contacts", "rank")
    op.drop_table("kept_apart")
    op.drop_table("merges")
    for name in (*INDEXES, *NEW_INDEXES, "ix_leads_merged_into"):
        op.drop_index(name, table_name="leads")
    for name, columns in INDEXES.items():
        op.create_index(name, "leads", columns)
    op.drop_column("leads", "same_domain")
    op.drop_column("leads", "same_company")
    op.drop_column("leads", "merged_into")


def _add_merged_into() -> None:
    """SQLite takes a key to the table itself only where the column is added, and as it spells it."""
    if op.get_bind().dialect.name == "sqlite":
        key = "CONSTRAINT fk_leads_merged_into REFERENCES leads (id)"
        op.execute(f"ALTER TABLE leads ADD COLUMN merged_into INTEGER {key}")
        return
    op.add_column("leads", sa.Column("merged_into", ID, nullable=True))
    op.create_foreign_key("fk_leads_merged_into", "leads", "leads", ["merged_into"], ["id"])


def _key_of_contacts(*columns: str) -> None:
    with op.batch_alter_table("contacts") as batch_op:
        batch_op.drop_constraint("pk_contacts", type_="primary")
        batch_op.create_primary_key("pk_contacts", list(columns))


def _fill_keys(connection: sa.Connection) -> None:
    """Write what leads of one person may have in common for the leads that are there."""
    names = ("id", "name", "email", "company", "same_company", "same_domain")
    leads = sa.table("leads", *(sa.column(name) for name in names))
    read = sa.select(leads.c.id, leads.c.name, leads.c.email, leads.c.company)
    read = read.where(leads.c.name.is_not(None)).order_by(leads.c.id).limit(AT_ONCE)
    write = (
        sa.update(leads)
        .where(leads.c.id == sa.bindparam("at_id"))
        .values(same_company=sa.bindparam("new_company"), same_domain=sa.bindparam("new_domain"))
    )
    last = 0
    while rows := connection.execute(read.where(leads.c.id > last)).all():
        keys = [
            {
                "at_id": row.id,
                "new_company": same_company(row.name, row.company),
                "new_domain": same_domain(row.name, row.email),
            }
            for row in rows
        ]
        connection.execute(write, keys)
        last = rows[-1].id
