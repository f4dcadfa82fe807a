-- Records a receiver's answers for a batch, and settles it when each of its
-- reports has one.
--
-- The first answer for a report counts: a batch that was answered in part goes
-- out again as a whole, and is answered for again. Counts are in the lane's
-- shard: a lane has one writer, who then seldom waits for another's disk.
-- `offset 0` keeps lookups lookups: a plan that was made when the tables were
-- empty is kept, and must not read them from end to end when they are full.
with held as (
  select 1 from lane
   where destination_id = $1::int and lane = $2::smallint
     and fence = $3::bigint and lease_until > now()
     for share
), batch as (
  select batch_id, report_keys, received_ats, settled_at
    from delivery_batch
   where batch_id = $4::bigint and destination_id = $1 and lane = $2
     and exists (select from held)
), member as materialized (
  select m.report_key, m.received_at
    from batch b cross join lateral unnest(b.report_keys, b.received_ats)
                                    as m(report_key, received_at)
   where b.settled_at is null
), answer as materialized (
  select distinct on (m.report_key)
         m.report_key, m.received_at, r.submitter_id, r.municipality_id,
         a.outcome, a.receiver_reference, a.findings, a.codes
    from unnest($5::bigint[], $6::smallint[], $7::text[], $8::bytea[], $9::text[])
         with ordinality as a(report_key, outcome, receiver_reference, findings, codes, ord)
    join member m using (report_key)
   cross join lateral (select submitter_id, municipality_id from report
                        where report_key = m.report_key and received_at = m.received_at
                       offset 0) as r
   order by m.report_key, a.ord
), fresh as (
  insert into receipt (report_key, destination_id, submitter_id, batch_id, outcome,
                       received_at, receiver_reference, findings)
  select report_key, $1, submitter_id, $4, outcome, received_at, receiver_reference, findings
    from answer
      on conflict (report_key, destination_id) do nothing
  returning report_key
), told as materialized (
  select a.* from answer a join fresh using (report_key)
), refused as (
  insert into rejection (report_key, received_at, submitter_id, municipality_id, origin,
                         destination_id, codes, findings)
  select report_key, received_at, submitter_id, municipality_id, 2, $1,
         string_to_array(codes, E'\x1f'), findings
    from told where outcome = 2 order by report_key
), counted as (
  insert into report_count as c (day, submitter_id, municipality_id, verdict, code, shard, reports)
  select (now() at time zone 'Europe/Copenhagen')::date, submitter_id,
         coalesce(municipality_id, 0), 2 + outcome, code, $2 % 16, count(*)
    from told cross join lateral (select '' as code
                                  union all
                                  select unnest(string_to_array(codes, E'\x1f'))) as of_report
   group by submitter_id, coalesce(municipality_id, 0), outcome, code
   order by submitter_id, coalesce(municipality_id, 0), outcome, code
      on conflict (day, submitter_id, municipality_id, verdict, code, shard)
      do update set reports = c.reports + excluded.reports
), settled as (
  update delivery_batch b set settled_at = now()
   where b.batch_id = $4 and b.settled_at is null
     and exists (select from member)
     and (select count(*) from member)
         = (select count(*) from fresh)
           + (select count(*) from member m
               cross join lateral (select from receipt
                                    where report_key = m.report_key and destination_id = $1
                                   offset 0) as before)
  returning b.batch_id
)
select exists (select from held), exists (select from batch),
       exists (select from settled)
