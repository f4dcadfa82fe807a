-- The next $7 batches of a span of delivery, oldest first: counts those that
-- are asked for, and reopens them for replay $8 (0: only counts).
--
-- $1 destination, $2 from, $3 to, $4 municipality (0: all), $5 and $6 the place
-- to go on from. A reopened batch keeps id and content; its lane sends it
-- before anything newer. It is reopened whole or, when content of a report in
-- it has been dropped, not at all: that is read in the same transaction, so
-- what is dropped beside it either is seen here or sees the open batch.
-- Broken up batches were never delivered; their parts were.
with job as materialized (
  select replay_id from replay
   where replay_id = $8::bigint and place_time = $5::timestamptz and place_batch = $6::bigint
     and ended_at is null
     for update
), looked_at as materialized (
  select batch_id, settled_at, report_keys, received_ats, broken_up_at
    from delivery_batch
   where destination_id = $1::int and settled_at is not null
     and settled_at >= $2::timestamptz and settled_at < $3::timestamptz
     and (settled_at, batch_id) > ($5, $6)
   order by settled_at, batch_id
   limit $7::int
), wanted as materialized (
  select b.batch_id, cardinality(b.report_keys) as reports,
         found.kept = cardinality(b.report_keys) as whole
    from looked_at b
   cross join lateral (
     select count(*) filter (where r.content_kept) as kept,
            bool_or(r.municipality_id = $4::int) as asked_for
       from unnest(b.report_keys, b.received_ats) as m(report_key, received_at)
      cross join lateral (select municipality_id, content_kept from report
                           where report_key = m.report_key and received_at = m.received_at
                          offset 0) as r) as found
   where b.broken_up_at is null and ($4 = 0 or found.asked_for)
), reopened as (
  update delivery_batch b
     set delivered_at = b.settled_at, settled_at = null, replay_id = $8,
         incomplete_answers = 0, whole_refusals = 0, refused_since = null
    from wanted w
   where b.batch_id = w.batch_id and w.whole and b.settled_at is not null
     and exists (select from job)
  returning b.batch_id
), sums as (
  select count(*) filter (where whole) as batches,
         coalesce(sum(reports) filter (where whole), 0)::bigint as reports,
         count(*) filter (where not whole) as gone,
         coalesce(sum(reports) filter (where not whole), 0)::bigint as reports_gone
    from wanted
), place as (
  select settled_at, batch_id from looked_at order by settled_at desc, batch_id desc limit 1
), moved as (
  update replay r
     set place_time = coalesce((select settled_at from place), r.place_time),
         place_batch = coalesce((select batch_id from place), r.place_batch),
         batches = r.batches + (select count(*) from reopened),
         reports = r.reports + s.reports, batches_gone = r.batches_gone + s.gone,
         ended_at = case when (select count(*) from looked_at) < $7 then now() end
    from sums s
   where r.replay_id in (select replay_id from job)
  returning r.ended_at
), told as (
  select journal_append(5::smallint, $9::text,
                        convert_to('replay ' || $8 || ' ended', 'UTF8'))
    from moved where ended_at is not null
)
select s.batches, s.reports, s.gone, s.reports_gone,
       (select count(*) from looked_at) = $7 as more,
       coalesce((select settled_at from place), $5), coalesce((select batch_id from place), $6),
       exists (select from moved), (select count(*) from told)
  from sums s
