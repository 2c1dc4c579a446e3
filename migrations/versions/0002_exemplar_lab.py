"""Drafts of exemplar sets, labels of conversations, temperatures that people set."""

import sqlalchemy as sa
from alembic import op

from lib.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "labels",
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "label",
            sa.Enum(
                "Hot",
                "Warm",
                "Cold",
                "Not a lead",
                name="label",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("labelled_by", sa.String(length=255), nullable=False),
        sa.Column("labelled_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_labels_conversation_id")
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_labels")),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "exemplar_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_by", sa.String(length=255), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exemplar_set_id"], ["exemplar_sets.id"], name=op.f("fk_publications_exemplar_set_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    with op.batch_alter_table("exemplar_sets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column(
                "based_on", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_index(
            "uq_exemplar_sets_draft",
            ["state"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )
    op.add_column("leads", sa.Column("temperature_by", sa.String(length=255), nullable=True))
    op.add_column("leads", sa.Column("temperature_at", UtcDateTime(), nullable=True))
    op.add_column("scores", sa.Column("texts", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("scores", "texts")
    op.drop_column("leads", "temperature_at")
    op.drop_column("leads", "temperature_by")
    with op.batch_alter_table("exemplar_sets", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_exemplar_sets_draft",
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )
        batch_op.drop_column("based_on")
        batch_op.drop_column("version")

    op.drop_table("publications")
    op.drop_table("labels")
