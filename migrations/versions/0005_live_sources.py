"""Secrets of webhooks, their deliveries, events by hour, and how a refused body is tried again."""

import sqlalchemy as sa
from alembic import op

from lib.columns import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhook_secrets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "chatwoot",
                "intercom",
                "tawkto",
                "crisp",
                "standard",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_secrets")),
    )
    op.create_index("ix_webhook_secrets_source", "webhook_secrets", ["source"])
    op.create_table(
        "deliveries",
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("delivery_id", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", "delivery_id", name=op.f("pk_deliveries")),
    )
    op.create_index("ix_deliveries_received_at", "deliveries", ["received_at"])
    op.create_table(
        "source_hours",
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", "hour", name=op.f("pk_source_hours")),
    )
    op.add_column(
        "quarantine", sa.Column("door", sa.String(length=50), server_default="api", nullable=False)
    )
    op.add_column(
        "quarantine", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("quarantine", sa.Column("digest", sa.String(length=64), nullable=True))
    op.add_column("quarantine", sa.Column("size", sa.Integer(), nullable=True))
    op.create_index("ix_quarantine_source_digest", "quarantine", ["source", "digest"])


def downgrade() -> None:
    op.drop_index("ix_quarantine_source_digest", "quarantine")
    for column in ("size", "digest", "attempts", "door"):
        op.drop_column("quarantine", column)
    for table in ("source_hours", "deliveries", "webhook_secrets"):
        op.drop_table(table)
