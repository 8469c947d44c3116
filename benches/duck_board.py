"""The week's board as one query in DuckDB, over the same lines: to be compared with what `ratios -- board` prints.

    cargo bench --bench ratios -- board --bills 1000000 --keep /tmp/board.db
    pip install duckdb
    python3 benches/duck_board.py /tmp/board.db

The tables are copied into DuckDB's own columns first, which is not timed. Prints the median and the fastest of
21 warm runs, in milliseconds, with one thread and with all.
"""

import sqlite3
import statistics
import sys
import time

import duckdb

QUERY = """
WITH week AS (
    SELECT id, member_id, posted_on FROM bill
    WHERE posted_on BETWEEN DATE '{from_}' AND DATE '{to}' AND kind = 'sale'),
work AS (
    SELECT week.id, week.member_id, week.posted_on, person.staff_id, line.quantity, line.net, line.requested
    FROM week JOIN bill_line AS line ON line.bill_id = week.id
    JOIN bill_line_staff AS person ON person.bill_id = line.bill_id AND person.line = line.line),
sums AS (
    SELECT staff_id, sum(net) AS cash, sum(quantity) AS services, sum(requested) AS requested,
           count(DISTINCT id) AS bills, count(DISTINCT member_id) AS clients,
           count(DISTINCT (member_id, posted_on)) AS visits
    FROM work GROUP BY staff_id),
stars AS (
    SELECT staff_id, sum(score) AS stars, count(*) AS ratings
    FROM (SELECT DISTINCT work.staff_id, rating.id, rating.score FROM work JOIN rating ON rating.bill_id = work.id)
    GROUP BY staff_id),
firsts AS (
    SELECT staff_id, count(DISTINCT CASE WHEN before IS NULL THEN member_id END) AS fresh,
           count(DISTINCT CASE WHEN posted_on - before > 90 THEN member_id END) AS awakened
    FROM (SELECT DISTINCT work.staff_id, work.member_id, work.posted_on,
                 (SELECT max(old.posted_on) FROM bill AS old
                  WHERE old.member_id = work.member_id AND old.posted_on < work.posted_on
                        AND old.kind = 'sale') AS before
          FROM work)
    GROUP BY staff_id),
ripe AS (
    SELECT staff_id, count(DISTINCT member_id) AS ripe,
           count(DISTINCT CASE WHEN back THEN member_id END) AS back
    FROM (SELECT DISTINCT person.staff_id, bill.member_id,
                 EXISTS (SELECT 1 FROM bill AS next WHERE next.member_id = bill.member_id AND next.kind = 'sale'
                         AND next.posted_on > bill.posted_on AND next.posted_on <= bill.posted_on + 30) AS back
          FROM bill JOIN bill_line_staff AS person ON person.bill_id = bill.id
          WHERE bill.posted_on BETWEEN DATE '{ripe_from}' AND DATE '{ripe_to}' AND bill.kind = 'sale'
                AND bill.member_id IS NOT NULL)
    GROUP BY staff_id)
SELECT sums.staff_id, sums.cash, sums.services, sums.requested, sums.bills, sums.clients, sums.visits,
       stars.stars, stars.ratings, firsts.fresh, firsts.awakened, ripe.ripe, ripe.back
FROM sums LEFT JOIN stars USING (staff_id) LEFT JOIN firsts USING (staff_id) LEFT JOIN ripe USING (staff_id)
ORDER BY sums.staff_id
"""

TABLES = {
    "bill": ("id BIGINT, member_id BIGINT, posted_on DATE, kind VARCHAR", "id, member_id, posted_on, kind"),
    "bill_line": (
        "bill_id BIGINT, line BIGINT, quantity BIGINT, net BIGINT, requested BIGINT",
        "bill_id, line, quantity, net, requested",
    ),
    "bill_line_staff": ("bill_id BIGINT, line BIGINT, staff_id BIGINT", "bill_id, line, staff_id"),
    "rating": ("id BIGINT, bill_id BIGINT, score BIGINT", "id, bill_id, score"),
}


def copy(source, target):
    """Copies what the query reads."""
    import csv
    import os
    import tempfile

    for table, (types, columns) in TABLES.items():
        with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False, newline="") as file:
            writer = csv.writer(file)
            writer.writerows(source.execute(f"SELECT {columns} FROM {table}"))
        target.execute(f"CREATE TABLE {table} ({types})")
        target.execute(f"COPY {table} FROM '{file.name}' (HEADER false, NULLSTR '')")
        os.unlink(file.name)


def main():
    source = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    target = duckdb.connect()
    copy(source, target)
    days = dict(from_="2026-11-14", to="2026-11-20", ripe_from="2026-10-14", ripe_to="2026-10-20")
    query = QUERY.format(**days)
    bills, lines = (target.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("bill", "bill_line"))
    print(f"bills {bills}, lines {lines}, DuckDB {duckdb.__version__}")
    for threads in (1, None):
        if threads:
            target.execute(f"SET threads = {threads}")
        else:
            target.execute("RESET threads")
        times = []
        for _ in range(23):
            begun = time.perf_counter()
            rows = target.execute(query).fetchall()
            times.append((time.perf_counter() - begun) * 1000)
        times = times[2:]
        name = "one thread" if threads else "all threads"
        print(f"{name}: {len(rows)} people, median {statistics.median(times):.1f} ms, fastest {min(times):.1f} ms")


if __name__ == "__main__":
    main()
