-- The views of a set of revisions. Portable on purpose: the same text runs on sqlite3,
-- DuckDB and Spark. So there is no QUALIFY, ANTI JOIN, DISTINCT ON, arg_max, list type,
-- implicit cast or star with exceptions. Loaded tables, which may hold rows repeatedly:
--   received_revision(rev, rec, op, lamport, dev, seq, prev, form, form_ver)
--   received_edge(rev, parent)
--   received_bundle(bundle, dev, seq, prev, log_count, log_digest)

-- view: unique_revision: one row per revision, however often it was received
CREATE TABLE unique_revision AS
SELECT DISTINCT rev, rec, op, lamport, dev, seq, prev, form, form_ver
FROM received_revision;

-- view: unique_bundle: one row per bundle, however often it was received
CREATE TABLE unique_bundle AS
SELECT DISTINCT bundle, dev, seq, prev, log_count, log_digest
FROM received_bundle;

-- view: withdrawn: records somebody withdrew; removal wins over everything, for ever
CREATE TABLE withdrawn AS
SELECT rec, COUNT(rev) AS tombstones
FROM unique_revision
WHERE op = 'withdraw'
GROUP BY rec;

-- view: live: revisions of records that were not withdrawn
CREATE TABLE live AS
SELECT u.rev, u.rec, u.op, u.lamport, u.dev, u.seq, u.form, u.form_ver
FROM unique_revision u
LEFT JOIN withdrawn w ON w.rec = u.rec
WHERE w.rec IS NULL;

-- view: edge: which revision replaces which; it counts inside one record only
CREATE TABLE edge AS
SELECT DISTINCT c.rec, e.rev, e.parent
FROM received_edge e
JOIN unique_revision c ON c.rev = e.rev;

-- view: head: live revisions that no revision of the same record names as its parent
CREATE TABLE head AS
SELECT l.rev, l.rec, l.op, l.lamport, l.dev, l.seq, l.form, l.form_ver
FROM live l
LEFT JOIN edge e ON e.parent = l.rev AND e.rec = l.rec
WHERE e.rev IS NULL;

-- view: winner: one head per record, the same on every machine
CREATE TABLE winner AS
SELECT rev, rec, form, form_ver, dev
FROM (
  SELECT rev, rec, form, form_ver, dev,
    ROW_NUMBER() OVER (PARTITION BY rec ORDER BY lamport DESC, rev DESC) AS place
  FROM head
) ranked
WHERE place = 1;

-- view: conflict: records with more than one head; all of them are kept
CREATE TABLE conflict AS
SELECT rec, COUNT(rev) AS heads
FROM head
GROUP BY rec
HAVING COUNT(rev) > 1;

-- view: orphan: revisions whose parent has not arrived yet
CREATE TABLE orphan AS
SELECT DISTINCT l.rev, l.rec, e.parent
FROM live l
JOIN edge e ON e.rev = l.rev
LEFT JOIN unique_revision p ON p.rev = e.parent
WHERE p.rev IS NULL;

-- view: clone: one place of one device's feed holding two different revisions
CREATE TABLE clone AS
SELECT dev, seq, COUNT(rev) AS revisions
FROM unique_revision
GROUP BY dev, seq
HAVING COUNT(rev) > 1;

-- view: gap: places of a device's feed that never arrived, before one that did
CREATE TABLE gap AS
SELECT dev, earlier + 1 AS first_missing, seq - 1 AS last_missing
FROM (
  SELECT dev, seq, LAG(seq, 1, 0) OVER (PARTITION BY dev ORDER BY seq) AS earlier
  FROM (SELECT DISTINCT dev, seq FROM unique_revision) place
) step
WHERE seq > earlier + 1;

-- view: bundle_gap: bundles of a device that never arrived, before one that did
CREATE TABLE bundle_gap AS
SELECT dev, earlier + 1 AS first_missing, seq - 1 AS last_missing
FROM (
  SELECT dev, seq, LAG(seq, 1, 0) OVER (PARTITION BY dev ORDER BY seq) AS earlier
  FROM (SELECT DISTINCT dev, seq FROM unique_bundle) place
) step
WHERE seq > earlier + 1;

-- view: fork: one place of a device's feed of bundles held by two, or one length of its log
-- that ends in two ways: two laptops work as one
CREATE TABLE fork AS
SELECT dev, seq AS place, 'bundle' AS what
FROM unique_bundle
GROUP BY dev, seq
HAVING COUNT(bundle) > 1
UNION
SELECT dev, log_count AS place, 'log' AS what
FROM unique_bundle
GROUP BY dev, log_count
HAVING COUNT(DISTINCT log_digest) > 1;

-- view: setback: bundles whose device's log was longer at an earlier bundle: it was put back
CREATE TABLE setback AS
SELECT dev, seq, log_count, known
FROM (
  SELECT dev, seq, log_count,
    MAX(log_count) OVER (
      PARTITION BY dev ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS known
  FROM unique_bundle
) step
WHERE log_count < known;

-- view: feed: what each device contributed
CREATE TABLE feed AS
SELECT dev, COUNT(rev) AS revisions, COUNT(DISTINCT rec) AS records, MAX(seq) AS last_seq
FROM unique_revision
GROUP BY dev;
