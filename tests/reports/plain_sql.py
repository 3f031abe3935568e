"""What a period holds, asked in plain SQL over the rows: nothing of the program's own sums, conditions or words.

The unit reported on is 1; 2 and 3 stand below it and 4 below 2 (``tests.reports.random_register``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from labordesk.store.register import Register

UNIT_WORDS = {"person": "người", "turn": "lượt", "package": "suất", "ticket": "phiếu", "fare": "vé", "trip": "chuyến"}
UNIT_WORDS |= {"case": "trường hợp", "meal": "bữa ăn ca", "member": "đoàn viên", "union": "CĐCS"}
HANDED = "a.handover IN ('received', 'proxy') AND a.paid_on BETWEEN :first AND :last"
TYPED = "g.starts_on >= :first AND g.ends_on <= :last"


@dataclass(frozen=True)
class Plain:
    """A register and a period, both days inclusive, as ISO text."""

    register: Register
    first: str
    last: str

    def rows(self, sql: str, **more: Any) -> list[tuple[Any, ...]]:
        with self.register.looking() as connection:
            return connection.execute(sql, {"first": self.first, "last": self.last, **more}).fetchall()

    def one(self, sql: str, **more: Any) -> int:
        return int(self.rows(sql, **more)[0][0] or 0)

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many of each gift or grant programme by (name, unit of count); people are counted once."""
        found: dict[tuple[str, str], int] = defaultdict(int)
        for name, unit, people, unnamed, quantity in self.rows(
            "SELECT p.name, a.count_unit, count(DISTINCT a.person_id), sum(CASE WHEN a.person_id IS NULL"
            f" THEN a.quantity ELSE 0 END), sum(a.quantity) FROM award a JOIN programme p"
            f" ON p.id = a.programme_id WHERE {HANDED} AND a.house_id IS NULL GROUP BY 1, 2"
        ):
            found[name, unit] += people + unnamed if unit == "person" else quantity
        for name, unit, quantity in self.rows(
            "SELECT p.name, g.count_unit, sum(g.quantity) FROM aggregate g JOIN programme p ON p.id = g.programme_id"
            f" WHERE {TYPED} AND p.kind <> 'house' GROUP BY 1, 2"
        ):
            found[name, unit] += quantity or 0
        return {key: count for key, count in found.items() if count}

    def money_by_count(self) -> dict[tuple[str, str], int]:
        """Return the money that went with each unit of count of a gift or grant programme."""
        return self._sums(
            "SELECT p.name, a.count_unit, sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id"
            f" JOIN programme p ON p.id = a.programme_id WHERE {HANDED} AND a.house_id IS NULL GROUP BY 1, 2",
            "SELECT p.name, g.count_unit, sum(g.cash + g.goods) FROM aggregate g JOIN programme p ON"
            f" p.id = g.programme_id WHERE {TYPED} AND p.kind <> 'house' GROUP BY 1, 2",
        )

    def money_by(self, column: str, typed: str) -> dict[str, int]:
        """Return the money by something an award line tells, and what tells it of a typed total."""
        found = self._sums(
            f"SELECT {column}, '', sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id JOIN programme p"
            f" ON p.id = a.programme_id LEFT JOIN fund f ON f.id = l.fund_id WHERE {HANDED} GROUP BY 1",
            f"SELECT {typed}, '', sum(g.cash + g.goods) FROM aggregate g JOIN programme p ON p.id = g.programme_id"
            f" LEFT JOIN fund f ON f.id = g.fund_id WHERE {TYPED} GROUP BY 1",
        )
        return {key: amount for (key, _empty), amount in found.items()}

    def _sums(self, *queries: str) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = defaultdict(int)
        for query in queries:
            for key, second, amount in self.rows(query):
                found[key, second] += amount or 0
        return {key: amount for key, amount in found.items() if amount}

    def money(self) -> int:
        return sum(self.money_by("p.kind", "p.kind").values())

    def goods(self) -> int:
        given = self.one(
            f"SELECT sum(l.amount) FROM award a JOIN award_line l ON l.award_id = a.id WHERE {HANDED}"
            " AND l.form <> 'cash'"
        )
        return given + self.one(f"SELECT sum(g.goods) FROM aggregate g WHERE {TYPED}")

    def typed(self) -> int:
        return self.one(f"SELECT sum(g.cash + g.goods) FROM aggregate g WHERE {TYPED}")

    def people(self) -> int:
        return self.one(f"SELECT count(DISTINCT a.person_id) FROM award a WHERE {HANDED} AND a.house_id IS NULL")

    def turns(self, of: str = "1") -> int:
        """Return handings-over: one for a person with a name, one for each of a group, one for each typed one."""
        rows = self.one(
            "SELECT sum(CASE WHEN a.person_id IS NULL THEN a.quantity ELSE 1 END) FROM award a JOIN programme p ON"
            f" p.id = a.programme_id WHERE {HANDED} AND a.house_id IS NULL AND {of.replace('g.', 'a.')}"
        )
        return rows + self.one(
            "SELECT sum(g.quantity) FROM aggregate g JOIN programme p ON p.id = g.programme_id"
            f" WHERE {TYPED} AND {of.replace('a.', 'g.')}"
        )

    def houses(self, milestone: str, work: str = "") -> int:
        return self.one(
            "SELECT count(*) FROM house h JOIN house_milestone m ON m.house_id = h.id WHERE m.milestone = :milestone"
            " AND m.happened_on BETWEEN :first AND :last AND :work IN ('', h.work)",
            milestone=milestone,
            work=work,
        )

    def activities(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Return (count, cost) by programme and unit of count."""
        return {
            (name, unit): (count, cost or 0)
            for name, unit, count, cost in self.rows(
                "SELECT p.name, v.count_unit, sum(v.count), sum(v.cost) FROM activity v JOIN programme p ON"
                " p.id = v.programme_id WHERE v.happened_on BETWEEN :first AND :last GROUP BY 1, 2"
            )
        }

    def raised(self) -> tuple[int, int]:
        """Return money and labour days."""
        [(money, days)] = self.rows(
            "SELECT sum(cash + goods), sum(labour_days) FROM contribution WHERE received_on BETWEEN :first AND :last"
        )
        return money or 0, days or 0

    def indicators(self) -> dict[str, int]:
        """Return typed organisation figures: a unit's own stands for all below it, else theirs are added."""
        found = {}
        for key, name, measure in self.rows("SELECT id, name, measure FROM indicator WHERE computed IS NULL"):
            if measure == "stock":
                sql = "SELECT unit_id, value, max(ends_on) FROM indicator_value WHERE indicator_id = :key"
                sql += " AND ends_on <= :last GROUP BY unit_id"
            else:
                sql = "SELECT unit_id, sum(value), 0 FROM indicator_value WHERE indicator_id = :key"
                sql += " AND starts_on >= :first AND ends_on <= :last GROUP BY unit_id"
            own = {unit: value for unit, value, _day in self.rows(sql, key=key)}
            if own:
                below = own.get(2, own.get(4, 0)) + own.get(3, 0)
                found[name] = own.get(1, below)
        return found

    def lines(self) -> dict[tuple[str, str], int]:
        """Return every counted line of a statistical form by (name, unit of count as printed), without empty ones."""
        found = {(name, UNIT_WORDS[unit]): count for (name, unit), count in self.counts().items()}
        found["Nhà được trao hỗ trợ", "nhà"] = self.houses("funded")
        found["– trong đó xây mới", "nhà"] = self.houses("funded", "new")
        found["– trong đó sửa chữa", "nhà"] = self.houses("funded", "repair")
        found["Nhà khởi công", "nhà"] = self.houses("started")
        found["Nhà bàn giao", "nhà"] = self.houses("handed_over")
        kinds = self.money_by("p.kind", "p.kind")
        found["Tổng trị giá chăm lo", "đồng"] = self.money()
        for kind, name in (("gift", "– tặng quà"), ("grant", "– trợ cấp"), ("house", "– Mái ấm công đoàn")):
            found[name, "đồng"] = kinds.get(kind, 0)
        found |= {(name, UNIT_WORDS[unit]): count for (name, unit), (count, _cost) in self.activities().items()}
        money, days = self.raised()
        found["Tiền, hiện vật vận động được", "đồng"] = money
        found["Ngày công", "ngày công"] = days
        units = dict(self.rows("SELECT name, count_unit FROM indicator"))
        found |= {(name, UNIT_WORDS[units[name]]): value for name, value in self.indicators().items()}
        return {key: value for key, value in found.items() if value}
