"""Webhooks that are told of leads, what they are still to be told, and tokens that may read."""

import sqlalchemy as sa
from alembic import op

from lib.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
QUIET = sa.text("merged_into IS NULL AND NOT stale AND status IN ('New', 'Contacted')")
PENDING = sa.text("delivered_at IS NULL AND given_up_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "targets",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(length=100), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.Column("lead_id", ID, nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                "lead.created",
                "lead.turned_hot",
                "lead.stale",
                name="event",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("dedupe", sa.String(length=200), nullable=False),
        sa.Column("message_id", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("given_up_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name=op.f("fk_outbox_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("target_id", "dedupe", name=op.f("uq_outbox_target_id_dedupe")),
    )
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["target_id", "next_attempt_at"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_index(op.f("ix_outbox_lead_id"), "outbox", ["lead_id"])
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])

    op.add_column("leads", sa.Column("known_hot", sa.Boolean(), nullable=True))
    op.add_column("leads", sa.Column("active_at", UtcDateTime(), nullable=True))
    op.add_column(
        "leads", sa.Column("stale", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute("UPDATE leads SET known_hot = (temperature = 'Hot')")
    _last_active()
    op.create_index(
        "ix_leads_quiet",
        "leads",
        ["temperature", "active_at"],
        sqlite_where=QUIET,
        postgresql_where=QUIET,
    )
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("right", sa.String(length=20), server_default="send", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_tokens_right"), sa.text("\"right\" IN ('send', 'read')")
        )


def _last_active() -> None:
    """Let a lead's quiet time count from the last message or status change that it has."""
    heard = (
        "(SELECT c.last_active_at AS at FROM lead_conversations l "
        "JOIN conversations c ON c.id = l.conversation_id WHERE l.lead_id = leads.id "
        "UNION ALL SELECT s.changed_at FROM status_changes s WHERE s.lead_id = leads.id)"
    )
    op.execute(
        f"UPDATE leads SET active_at = coalesce((SELECT max(at) FROM {heard} AS a), captured_at)"  # noqa: S608
    )


def downgrade() -> None:
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_tokens_right"), type_="check")
        batch_op.drop_column("right")
    op.drop_index("ix_leads_quiet", table_name="leads")
    op.drop_column("leads", "stale")
    op.drop_column("leads", "active_at")
    op.drop_column("leads", "known_hot")
    op.drop_table("outbox")
    op.drop_table("targets")
