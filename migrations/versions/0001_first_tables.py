"""first tables"""

import sqlalchemy as sa
from alembic import op

from lib.columns import UtcDateTime, Vector

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("session_id", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("last_active_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("visitor_name", sa.Text(), nullable=True),
        sa.Column("visitor_email", sa.Text(), nullable=True),
        sa.Column("visitor_phone", sa.Text(), nullable=True),
        sa.Column("visitor_company", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("scored_revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint(
            "source", "session_id", name=op.f("uq_conversations_source_session_id")
        ),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_conversations_unscored",
            ["started_at", "id"],
            unique=False,
            sqlite_where=sa.text("revision > scored_revision AND failures < 3"),
            postgresql_where=sa.text("revision > scored_revision AND failures < 3"),
        )

    op.create_table(
        "exemplar_sets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("hot_from", sa.Float(), nullable=False),
        sa.Column("warm_from", sa.Float(), nullable=False),
        sa.Column("calibration", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplar_sets")),
    )
    with op.batch_alter_table("exemplar_sets", schema=None) as batch_op:
        batch_op.create_index(
            "uq_exemplar_sets_published",
            ["state"],
            unique=True,
            sqlite_where=sa.text("state = 'published'"),
            postgresql_where=sa.text("state = 'published'"),
        )

    op.create_table(
        "quarantine",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_tokens_digest")),
    )
    op.create_table(
        "vectors",
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("vector", Vector(), nullable=False),
        sa.PrimaryKeyConstraint("model", "digest", name=op.f("pk_vectors")),
    )
    op.create_table(
        "contacts",
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("identity", sa.String(length=400), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_contacts_conversation_id")
        ),
        sa.PrimaryKeyConstraint("conversation_id", "kind", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_identity"), ["identity"], unique=False)

    op.create_table(
        "intents",
        sa.Column(
            "exemplar_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "temperature",
            sa.Enum(
                "Hot",
                "Warm",
                "Cold",
                name="temperature",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["exemplar_set_id"], ["exemplar_sets.id"], name=op.f("fk_intents_exemplar_set_id")
        ),
        sa.PrimaryKeyConstraint("exemplar_set_id", "name", name=op.f("pk_intents")),
    )
    op.create_table(
        "leads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "temperature",
            sa.Enum(
                "Hot",
                "Warm",
                "Cold",
                name="temperature",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "New",
                "Contacted",
                "Qualified",
                "Lost",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            server_default="New",
            nullable=False,
        ),
        sa.Column("status_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_leads_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
    )
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_leads_captured_at_temperature"),
            ["captured_at", "temperature"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_leads_score_id"), ["score", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_leads_status_score_id"), ["status", "score", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_leads_temperature_status_captured_at"),
            ["temperature", "status", "captured_at"],
            unique=False,
        )

    op.create_table(
        "messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "visitor",
                "assistant",
                "agent",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("time_known", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_messages_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("conversation_id", "key", name=op.f("uq_messages_conversation_id_key")),
    )
    op.create_table(
        "scores",
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "exemplar_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column(
            "temperature",
            sa.Enum(
                "Hot",
                "Warm",
                "Cold",
                name="temperature",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("hot", sa.Float(), nullable=False),
        sa.Column("warm", sa.Float(), nullable=False),
        sa.Column("cold", sa.Float(), nullable=False),
        sa.Column("base", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("intent", sa.String(length=100), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("scored_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_scores_conversation_id")
        ),
        sa.ForeignKeyConstraint(
            ["exemplar_set_id"], ["exemplar_sets.id"], name=op.f("fk_scores_exemplar_set_id")
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_scores")),
    )
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scores_exemplar_set_id"), ["exemplar_set_id"], unique=False
        )

    op.create_table(
        "exemplars",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "exemplar_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("intent", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exemplar_set_id", "intent"],
            ["intents.exemplar_set_id", "intents.name"],
            name=op.f("fk_exemplars_exemplar_set_id_intent"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplars")),
    )
    with op.batch_alter_table("exemplars", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exemplars_exemplar_set_id_intent"),
            ["exemplar_set_id", "intent"],
            unique=False,
        )

    op.create_table(
        "lead_conversations",
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_lead_conversations_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name=op.f("fk_lead_conversations_lead_id")
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_lead_conversations")),
    )
    with op.batch_alter_table("lead_conversations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lead_conversations_lead_id"), ["lead_id"], unique=False
        )

    op.create_table(
        "lead_identities",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_lead_identities_lead_id")),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_lead_identities")),
    )
    with op.batch_alter_table("lead_identities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_identities_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "lead_words",
        sa.Column(
            "word", sa.String(collation="C").with_variant(sa.String(), "sqlite"), nullable=False
        ),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_lead_words_lead_id")),
        sa.PrimaryKeyConstraint("word", "lead_id", name=op.f("pk_lead_words")),
    )
    with op.batch_alter_table("lead_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_words_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "status_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "old",
            sa.Enum(
                "New",
                "Contacted",
                "Qualified",
                "Lost",
                name="old",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "new",
            sa.Enum(
                "New",
                "Contacted",
                "Qualified",
                "Lost",
                name="new",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("changed_by", sa.String(length=255), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_status_changes_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_changes")),
        sa.UniqueConstraint("lead_id", "version", name=op.f("uq_status_changes_lead_id_version")),
    )


def downgrade() -> None:
    op.drop_table("status_changes")
    with op.batch_alter_table("lead_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_words_lead_id"))

    op.drop_table("lead_words")
    with op.batch_alter_table("lead_identities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_identities_lead_id"))

    op.drop_table("lead_identities")
    with op.batch_alter_table("lead_conversations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_conversations_lead_id"))

    op.drop_table("lead_conversations")
    with op.batch_alter_table("exemplars", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exemplars_exemplar_set_id_intent"))

    op.drop_table("exemplars")
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scores_exemplar_set_id"))

    op.drop_table("scores")
    op.drop_table("messages")
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leads_temperature_status_captured_at"))
        batch_op.drop_index(batch_op.f("ix_leads_status_score_id"))
        batch_op.drop_index(batch_op.f("ix_leads_score_id"))
        batch_op.drop_index(batch_op.f("ix_leads_captured_at_temperature"))

    op.drop_table("leads")
    op.drop_table("intents")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contacts_identity"))

    op.drop_table("contacts")
    op.drop_table("vectors")
    op.drop_table("tokens")
    op.drop_table("quarantine")
    with op.batch_alter_table("exemplar_sets", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_exemplar_sets_published",
            sqlite_where=sa.text("state = 'published'"),
            postgresql_where=sa.text("state = 'published'"),
        )

    op.drop_table("exemplar_sets")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_conversations_unscored",
            sqlite_where=sa.text("revision > scored_revision AND failures < 3"),
            postgresql_where=sa.text("revision > scored_revision AND failures < 3"),
        )

    op.drop_table("conversations")
