"""The welfare programmes in full: allocations, norms, papers, agreements, progress, merges, wards."""

import sqlite3
from typing import cast

import sqlalchemy as sa
from alembic import op

from labordesk.model.base import now
from labordesk.model.keys import name_key
from labordesk.store.shipped import shipped
from labordesk.store.sums import remake_sums

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_text",
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("report_text", schema=None) as batch_op:
        batch_op.create_index(
            "ix_report_text_unit_id_report_period_part",
            ["unit_id", "report", "period", "part"],
            unique=True,
            sqlite_where=None,
        )

    op.create_table(
        "fund_opening",
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fund_id"],
            ["fund.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("fund_opening", schema=None) as batch_op:
        batch_op.create_index("ix_fund_opening_fund_id_as_of", ["fund_id", "as_of"], unique=True, sqlite_where=None)

    op.create_table(
        "paper_type",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("circumstance_id", sa.Integer(), nullable=True),
        sa.Column("work", sa.String(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circumstance_id"],
            ["circumstance.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_table(
        "agreement",
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("goods", sa.String(), nullable=True),
        sa.Column("discount", sa.String(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.CheckConstraint("expires_on IS NULL OR expires_on >= signed_on", name="ck_agreement_dates"),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index("ix_agreement_expires_on", ["expires_on"], unique=False, sqlite_where=None)
        batch_op.create_index("ix_agreement_signed_on", ["signed_on"], unique=False, sqlite_where=None)

    op.create_table(
        "norm",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("circumstance_id", sa.Integer(), nullable=True),
        sa.Column("work", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("audience", sa.String(), nullable=True),
        sa.Column("low", sa.Integer(), nullable=True),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("count_unit", sa.String(), nullable=False),
        sa.Column("times_per_year", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ck_norm_dates"),
        sa.ForeignKeyConstraint(
            ["circumstance_id"],
            ["circumstance.id"],
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("norm", schema=None) as batch_op:
        batch_op.create_index(
            "ix_norm_programme_id_valid_from", ["programme_id", "valid_from"], unique=False, sqlite_where=None
        )

    op.create_table(
        "agreement_use",
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_agreement_use_dates"),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("agreement_use", schema=None) as batch_op:
        batch_op.create_index(
            "ix_agreement_use_agreement_id_ends_on", ["agreement_id", "ends_on"], unique=False, sqlite_where=None
        )

    op.create_table(
        "allocation",
        sa.Column("packages", sa.Integer(), nullable=False),
        sa.Column("cash", sa.Integer(), nullable=False),
        sa.Column("goods", sa.Integer(), nullable=False),
        sa.Column("allocated_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("packages >= 0", name="ck_allocation_packages"),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_allocation_campaign_id_unit_id", ["campaign_id", "unit_id"], unique=True, sqlite_where=None
        )

    op.create_table(
        "person_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_uid", sa.String(), nullable=False),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kept_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("person_merge", schema=None) as batch_op:
        batch_op.create_index("ix_person_merge_gone_uid", ["gone_uid"], unique=False, sqlite_where=None)
        batch_op.create_index("ix_person_merge_kept_id", ["kept_id"], unique=False, sqlite_where=None)

    op.create_table(
        "person_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint("first_id < second_id", name="ck_person_pair_order"),
        sa.ForeignKeyConstraint(["first_id"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("person_pair", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_pair_decision_verdict", ["decision", "verdict"], unique=False, sqlite_where=None
        )
        batch_op.create_index(
            "ix_person_pair_first_id_second_id", ["first_id", "second_id"], unique=True, sqlite_where=None
        )
        batch_op.create_index("ix_person_pair_second_id", ["second_id"], unique=False, sqlite_where=None)

    op.create_table(
        "unit_list",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.String(), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("decision_body", sa.String(), nullable=True),
        sa.Column("decision_signer", sa.String(), nullable=True),
        sa.Column("excess_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("unit_list", schema=None) as batch_op:
        batch_op.create_index(
            "ix_unit_list_campaign_id_unit_id", ["campaign_id", "unit_id"], unique=True, sqlite_where=None
        )

    op.create_table(
        "case_paper",
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("waived_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("paper_type_id", sa.Integer(), nullable=False),
        sa.Column("house_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(house_id IS NULL) <> (case_id IS NULL)", name="ck_case_paper_one_file"),
        sa.ForeignKeyConstraint(["case_id"], ["grant_case.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["paper_type_id"],
            ["paper_type.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("case_paper", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_paper_case_id_paper_type_id",
            ["case_id", "paper_type_id"],
            unique=True,
            sqlite_where=sa.text("case_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_case_paper_house_id_paper_type_id",
            ["house_id", "paper_type_id"],
            unique=True,
            sqlite_where=sa.text("house_id IS NOT NULL"),
        )

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("house_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("(house_id IS NULL) <> (case_id IS NULL)", name="ck_correction_one_file"),
        sa.ForeignKeyConstraint(["case_id"], ["grant_case.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(
            "ix_correction_case_id", ["case_id"], unique=False, sqlite_where=sa.text("case_id IS NOT NULL")
        )
        batch_op.create_index(
            "ix_correction_house_id", ["house_id"], unique=False, sqlite_where=sa.text("house_id IS NOT NULL")
        )

    op.create_table(
        "house_progress",
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("house_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("house_progress", schema=None) as batch_op:
        batch_op.create_index(
            "ix_house_progress_house_id_reported_on", ["house_id", "reported_on"], unique=True, sqlite_where=None
        )

    op.create_table(
        "attachment",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("house_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("case_paper_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(house_id IS NOT NULL) + (case_id IS NOT NULL) + (campaign_id IS NOT NULL) + (agreement_id IS NOT NULL)"
            " + (activity_id IS NOT NULL) = 1",
            name="ck_attachment_one_owner",
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_id"], ["grant_case.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_paper_id"], ["case_paper.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_attachment_activity_id", ["activity_id"], unique=False, sqlite_where=sa.text("activity_id IS NOT NULL")
        )
        batch_op.create_index(
            "ix_attachment_agreement_id",
            ["agreement_id"],
            unique=False,
            sqlite_where=sa.text("agreement_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_attachment_campaign_id", ["campaign_id"], unique=False, sqlite_where=sa.text("campaign_id IS NOT NULL")
        )
        batch_op.create_index(
            "ix_attachment_case_id", ["case_id"], unique=False, sqlite_where=sa.text("case_id IS NOT NULL")
        )
        batch_op.create_index(
            "ix_attachment_house_id", ["house_id"], unique=False, sqlite_where=sa.text("house_id IS NOT NULL")
        )
        batch_op.create_index(
            "ix_attachment_case_paper_id",
            ["case_paper_id"],
            unique=False,
            sqlite_where=sa.text("case_paper_id IS NOT NULL"),
        )

    op.create_table(
        "voucher",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("travel_on", sa.Date(), nullable=True),
        sa.Column("route", sa.String(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.create_index(
            "ix_voucher_award_id", ["award_id"], unique=False, sqlite_where=sa.text("award_id IS NOT NULL")
        )
        batch_op.create_index(
            "ix_voucher_campaign_id_kind_serial", ["campaign_id", "kind", "serial"], unique=True, sqlite_where=None
        )

    op.create_table(
        "attachment_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("attachment_id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.add_column(sa.Column("instalment", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("companions", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("norm_basis", sa.String(), nullable=True))
        batch_op.drop_index("ix_award_person_id_paid_on")
        batch_op.drop_index("ix_award_campaign_id_unit_id")
        batch_op.drop_index("ix_award_paid_on_programme_id_unit_id_handover")
        for columns, where in (
            (["person_id", "paid_on", "handover", "programme_id", "house_id"], sa.text("person_id IS NOT NULL")),
            (
                ["campaign_id", "unit_id", "person_id", "handover", "programme_id", "count_unit", "house_id"],
                sa.text("campaign_id IS NOT NULL"),
            ),
            (["unit_id", "paid_on", "person_id", "handover", "programme_id", "count_unit", "house_id"], None),
            (["override_reason"], sa.text("override_reason IS NOT NULL")),
            (
                ["campaign_id", "unit_id", "handover", "quantity"],
                sa.text("campaign_id IS NOT NULL AND handover IN ('planned', 'absent')"),
            ),
        ):
            batch_op.create_index(f"ix_award_{'_'.join(columns)}", columns, unique=False, sqlite_where=where)

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("worker_goods", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("norm_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("norm_basis", sa.String(), nullable=True))

    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thanked_on", sa.Date(), nullable=True))

    with op.batch_alter_table("grant_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decision_body", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("decision_signer", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("norm_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("norm_basis", sa.String(), nullable=True))

    with op.batch_alter_table("house", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ward_code", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("decision_body", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("decision_signer", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("norm_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("norm_basis", sa.String(), nullable=True))

    with op.batch_alter_table("circumstance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("deceased", sa.Boolean(), nullable=False, server_default=sa.false()))
    _mark_the_circumstances()

    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.add_column(sa.Column("computed", sa.String(), nullable=True))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ward_code", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("old_ward_code", sa.String(), nullable=True))

    with op.batch_alter_table("household_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plain_key", sa.String(), nullable=True))
        batch_op.create_index(
            "ix_household_member_plain_key", ["plain_key"], unique=False, sqlite_where=sa.text("relative_id IS NULL")
        )
    _give_the_keys_of_relatives()

    _give_the_paper_types()
    _keep_sums()


def _mark_the_circumstances() -> None:
    """Mark the shipped reasons that cannot wait, and those whose person has died, in a register already in use."""
    connection = op.get_bind()
    for entry in shipped("circumstances"):
        connection.execute(
            sa.text("UPDATE circumstance SET urgent = :urgent, deceased = :deceased WHERE uid = :uid"),
            {"uid": entry["uid"], "urgent": entry.get("urgent", False), "deceased": entry.get("deceased", False)},
        )


def _give_the_paper_types() -> None:
    """Give a register already in use the checklist that new registers begin with.

    A paper for a circumstance that its officers deleted is left out: for everybody it would be wrong.
    """
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM unit LIMIT 1")).first() is None:
        return
    circumstances = {row.code: row.id for row in connection.execute(sa.text("SELECT code, id FROM circumstance"))}
    moment = now()
    for entry in shipped("papers"):
        code = entry.get("circumstance")
        if code is not None and code not in circumstances:
            continue
        connection.execute(
            sa.text(
                "INSERT INTO paper_type (uid, row_version, created_at, updated_at, name, kind, step, circumstance_id,"
                " work, proof, mandatory, position, active) VALUES (:uid, 1, :moment, :moment, :name, :kind, :step,"
                " :circumstance, :work, :proof, :mandatory, :position, 1)"
            ),
            {
                "uid": entry["uid"],
                "moment": moment,
                "name": entry["name"],
                "kind": entry["kind"],
                "step": entry["step"],
                "circumstance": circumstances.get(code),
                "work": entry.get("work"),
                "proof": entry.get("proof"),
                "mandatory": entry.get("mandatory", True),
                "position": entry["position"],
            },
        )


def _give_the_keys_of_relatives() -> None:
    """Fill the key by which a relative registered apart is found."""
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT id, full_name FROM household_member")).all()
    keys = [{"id": member_id, "key": name_key(full_name)} for member_id, full_name in found]
    if keys:
        connection.execute(sa.text("UPDATE household_member SET plain_key = :key WHERE id = :id"), keys)


def _keep_sums() -> None:
    """Make the sums of awards and the triggers that keep them; last, because rebuilding a table loses its triggers."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    remake_sums(cast(sqlite3.Connection, connection))  # an encrypted register comes with another class of the same
