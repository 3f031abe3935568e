"""First register: the tables of a register as Labordesk 0.1 makes them, and the search index."""

import sqlalchemy as sa
from alembic import op

from labordesk.store.search import search_ddl

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for make in (_catalogues, _units, _people, _campaigns, _houses, _grants, _awards, _figures):
        make()
    for statement in search_ddl():
        op.get_bind().exec_driver_sql(statement)


def _row() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    ]


def _catalogues() -> None:
    op.create_table(
        "register_setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "circumstance",
        *_row(),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("health", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "fund",
        *_row(),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("union_money", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "indicator",
        *_row(),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("count_unit", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("phrase", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "unit_type",
        *_row(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("abbreviation", sa.String(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "programme",
        *_row(),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("count_unit", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=True),
        sa.Column("circumstance_id", sa.Integer(), sa.ForeignKey("circumstance.id"), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.UniqueConstraint("code"),
    )


def _units() -> None:
    op.create_table(
        "unit",
        *_row(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=True),
        sa.Column("abbreviation", sa.String(), nullable=True),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("locality", sa.String(), nullable=True),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.Column("worker_count", sa.Integer(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("type_id", sa.Integer(), sa.ForeignKey("unit_type.id"), nullable=True),
        sa.Column("successor_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("plain_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
    )
    op.create_index("ix_unit_parent_id", "unit", ["parent_id"])
    op.create_table(
        "unit_event",
        *_row(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("decision_number", sa.String(), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("other_unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("old_name", sa.String(), nullable=True),
        sa.Column("new_name", sa.String(), nullable=True),
        sa.Column("old_parent_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("new_parent_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
    )
    op.create_index("ix_unit_event_unit_id_happened_on", "unit_event", ["unit_id", "happened_on"])
    op.create_table(
        "letterhead",
        *_row(),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("superior_body", sa.String(), nullable=True),
        sa.Column("issuing_body", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("signer_title", sa.String(), nullable=True),
        sa.Column("signer_name", sa.String(), nullable=True),
        sa.Column("preparer_name", sa.String(), nullable=True),
        sa.Column("accountant_name", sa.String(), nullable=True),
        sa.Column("treasurer_name", sa.String(), nullable=True),
        sa.Column("addressee", sa.String(), nullable=True),
        sa.Column("recipients", sa.String(), nullable=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
    )
    op.create_index("ix_letterhead_unit_id_valid_from", "letterhead", ["unit_id", "valid_from"])


def _people() -> None:
    op.create_table(
        "person",
        *_row(),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("birth", sa.String(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("citizen_id", sa.String(), nullable=True),
        sa.Column("citizen_id_issued_on", sa.Date(), nullable=True),
        sa.Column("citizen_id_issued_at", sa.String(), nullable=True),
        sa.Column("old_id", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("sort_name", sa.String(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("job", sa.String(), nullable=True),
        sa.Column("union_card", sa.String(), nullable=True),
        sa.Column("joined_on", sa.String(), nullable=True),
        sa.Column("social_insurance", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("registered_address", sa.String(), nullable=True),
        sa.Column("native_place", sa.String(), nullable=True),
        sa.Column("housing", sa.String(), nullable=True),
        sa.Column("land_title", sa.Boolean(), nullable=True),
        sa.Column("poverty", sa.String(), nullable=True),
        sa.Column("poverty_book", sa.String(), nullable=True),
        sa.Column("household_size", sa.Integer(), nullable=True),
        sa.Column("dependants", sa.Integer(), nullable=True),
        sa.Column("income", sa.Integer(), nullable=True),
        sa.Column("ethnicity", sa.String(), nullable=True),
        sa.Column("recipient_name", sa.String(), nullable=True),
        sa.Column("recipient_relation", sa.String(), nullable=True),
        sa.Column("bank_name", sa.String(), nullable=True),
        sa.Column("bank_account", sa.String(), nullable=True),
        sa.Column("bank_holder", sa.String(), nullable=True),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_form", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("plain_key", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("block_key", sa.String(), nullable=False),
    )
    op.create_index("ix_person_block_key", "person", ["block_key"])
    for number in ("citizen_id", "old_id", "phone", "union_card"):
        op.create_index(
            f"ix_person_{number}_sort_key",
            "person",
            [number, "sort_key"],
            sqlite_where=sa.text(f"{number} IS NOT NULL"),
        )
    op.create_index(
        "ix_person_sort_key_id_unit_id_standing_plain_key_search_key",
        "person",
        ["sort_key", "id", "unit_id", "standing", "plain_key", "search_key"],
    )
    op.create_index(
        "ix_person_unit_id_sort_key_id_standing_plain_key_search_key",
        "person",
        ["unit_id", "sort_key", "id", "standing", "plain_key", "search_key"],
    )
    op.create_table(
        "person_health",
        *_row(),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.UniqueConstraint("person_id"),
    )
    op.create_table(
        "household_member",
        *_row(),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("birth", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("dependant", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("relative_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
    )
    op.create_index("ix_household_member_person_id", "household_member", ["person_id"])
    op.create_index("ix_household_member_relative_id", "household_member", ["relative_id"])
    op.create_table(
        "person_circumstance",
        *_row(),
        sa.Column("since", sa.String(), nullable=True),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("circumstance_id", sa.Integer(), sa.ForeignKey("circumstance.id"), nullable=False),
    )
    op.create_index(
        "ix_person_circumstance_circumstance_id_person_id_until",
        "person_circumstance",
        ["circumstance_id", "person_id", "until"],
    )
    op.create_index("ix_person_circumstance_person_id", "person_circumstance", ["person_id"])
    op.create_table(
        "membership",
        *_row(),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])
    op.create_index("ix_membership_unit_id", "membership", ["unit_id"])


def _campaigns() -> None:
    op.create_table(
        "campaign",
        *_row(),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tet_year", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("package_cash", sa.Integer(), nullable=False),
        sa.Column("package_goods", sa.Integer(), nullable=False),
        sa.Column("package_items", sa.String(), nullable=True),
        sa.Column("worker_cash", sa.Integer(), nullable=True),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("fund.id"), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("planned_packages", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
    )
    op.create_index("ix_campaign_programme_id", "campaign", ["programme_id"])
    op.create_table(
        "activity",
        *_row(),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("campaign_id", sa.Integer(), sa.ForeignKey("campaign.id"), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("count_unit", sa.String(), nullable=False),
        sa.Column("second_count", sa.Integer(), nullable=True),
        sa.Column("second_unit", sa.String(), nullable=True),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
    )
    op.create_index("ix_activity_happened_on_programme_id", "activity", ["happened_on", "programme_id"])
    op.create_table(
        "contribution",
        *_row(),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"), nullable=True),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("fund.id"), nullable=True),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("donor", sa.String(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("pledged", sa.Integer(), nullable=False),
        sa.Column("cash", sa.Integer(), nullable=False),
        sa.Column("goods", sa.Integer(), nullable=False),
        sa.Column("labour_days", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
    )
    op.create_index("ix_contribution_received_on", "contribution", ["received_on"])


def _houses() -> None:
    op.create_table(
        "house",
        *_row(),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("area", sa.Integer(), nullable=True),
        sa.Column("structure", sa.String(), nullable=True),
        sa.Column("estimate", sa.Integer(), nullable=True),
        sa.Column("approved_amount", sa.Integer(), nullable=True),
        sa.Column("total_value", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=True),
        sa.Column("decision_number", sa.String(), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
    )
    op.create_index("ix_house_person_id", "house", ["person_id"])
    op.create_index("ix_house_stage", "house", ["stage"])
    op.create_index("ix_house_unit_id", "house", ["unit_id"])
    op.create_table(
        "house_funder",
        *_row(),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("labour_days", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("house_id", sa.Integer(), sa.ForeignKey("house.id", ondelete="CASCADE"), nullable=False),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("fund.id"), nullable=False),
    )
    op.create_index("ix_house_funder_house_id", "house_funder", ["house_id"])
    op.create_table(
        "house_milestone",
        *_row(),
        sa.Column("milestone", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("house_id", sa.Integer(), sa.ForeignKey("house.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_house_milestone_house_id_milestone", "house_milestone", ["house_id", "milestone"], unique=True)
    op.create_index("ix_house_milestone_milestone_happened_on", "house_milestone", ["milestone", "happened_on"])


def _grants() -> None:
    op.create_table(
        "grant_case",
        *_row(),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("circumstance_id", sa.Integer(), sa.ForeignKey("circumstance.id"), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("situation", sa.String(), nullable=True),
        sa.Column("asked_amount", sa.Integer(), nullable=True),
        sa.Column("approved_amount", sa.Integer(), nullable=True),
        sa.Column("decision_number", sa.String(), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("recipient_name", sa.String(), nullable=True),
        sa.Column("recipient_relation", sa.String(), nullable=True),
        sa.Column("refusal_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
    )
    op.create_index("ix_grant_case_person_id", "grant_case", ["person_id"])
    op.create_index("ix_grant_case_state_requested_on", "grant_case", ["state", "requested_on"])
    op.create_table(
        "case_event",
        *_row(),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("grant_case.id", ondelete="CASCADE"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
    )
    op.create_index("ix_case_event_case_id_happened_on", "case_event", ["case_id", "happened_on"])


def _awards() -> None:
    op.create_table(
        "award",
        *_row(),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("campaign_id", sa.Integer(), sa.ForeignKey("campaign.id"), nullable=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("handover", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("count_unit", sa.String(), nullable=False),
        sa.Column("recipient_name", sa.String(), nullable=True),
        sa.Column("recipient_relation", sa.String(), nullable=True),
        sa.Column("decision_number", sa.String(), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("voucher_number", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("override_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("grant_case.id"), nullable=True),
        sa.Column("house_id", sa.Integer(), sa.ForeignKey("house.id"), nullable=True),
        sa.Column("circumstance_id", sa.Integer(), sa.ForeignKey("circumstance.id"), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "handover NOT IN ('received', 'proxy') OR paid_on IS NOT NULL", name="ck_award_paid_has_date"
        ),
        sa.CheckConstraint("quantity >= 1", name="ck_award_quantity"),
    )
    op.create_index(
        "ix_award_campaign_id_unit_id",
        "award",
        ["campaign_id", "unit_id"],
        sqlite_where=sa.text("campaign_id IS NOT NULL"),
    )
    op.create_index("ix_award_case_id", "award", ["case_id"], sqlite_where=sa.text("case_id IS NOT NULL"))
    op.create_index("ix_award_house_id", "award", ["house_id"], sqlite_where=sa.text("house_id IS NOT NULL"))
    op.create_index(
        "ix_award_paid_on_programme_id_unit_id_handover", "award", ["paid_on", "programme_id", "unit_id", "handover"]
    )
    op.create_index(
        "ix_award_person_id_paid_on", "award", ["person_id", "paid_on"], sqlite_where=sa.text("person_id IS NOT NULL")
    )
    op.create_table(
        "award_line",
        *_row(),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("award_id", sa.Integer(), sa.ForeignKey("award.id", ondelete="CASCADE"), nullable=False),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("fund.id"), nullable=False),
        sa.CheckConstraint("amount >= 0", name="ck_award_line_amount"),
    )
    op.create_index(
        "ix_award_line_award_id_form_level_fund_id_amount",
        "award_line",
        ["award_id", "form", "level", "fund_id", "amount"],
    )
    op.create_index("ix_award_line_fund_id", "award_line", ["fund_id"])


def _figures() -> None:
    op.create_table(
        "indicator_value",
        *_row(),
        sa.Column("indicator_id", sa.Integer(), sa.ForeignKey("indicator.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_indicator_value_dates"),
    )
    op.create_index(
        "ix_indicator_value_indicator_id_unit_id_ends_on", "indicator_value", ["indicator_id", "unit_id", "ends_on"]
    )
    op.create_table(
        "target",
        *_row(),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), sa.ForeignKey("indicator.id"), nullable=True),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"), nullable=True),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.CheckConstraint("(indicator_id IS NULL) <> (programme_id IS NULL)", name="ck_target_one_subject"),
    )
    op.create_index("ix_target_unit_id_year", "target", ["unit_id", "year"])
    op.create_table(
        "aggregate",
        *_row(),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("campaign_id", sa.Integer(), sa.ForeignKey("campaign.id"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("count_unit", sa.String(), nullable=False),
        sa.Column("new_houses", sa.Integer(), nullable=True),
        sa.Column("repaired_houses", sa.Integer(), nullable=True),
        sa.Column("cash", sa.Integer(), nullable=False),
        sa.Column("goods", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("fund.id"), nullable=True),
        sa.Column("source_note", sa.String(), nullable=True),
        sa.Column("override_reason", sa.String(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_aggregate_dates"),
    )
    op.create_index(
        "ix_aggregate_unit_id_programme_id_starts_on", "aggregate", ["unit_id", "programme_id", "starts_on"]
    )
