-- Records a receiver's answers for a batch, and settles it when each of its
-- reports has one.
--
-- The first answer for a report counts: a batch that was answered in part goes
-- out again as a whole, and is answered for again. Counts are appended, and
-- folded in the background. `offset 0` keeps lookups lookups: a plan that was
-- made when the tables were empty is kept, and must not read them from end to
-- end when they are full.
-- Whose the reports are ($12 submitters, $13 municipalities) is known from when
-- the batch was loaded; it is looked up only where it is not (null).
--
-- A replay (gateway/store/queries/reopen_batches.sql) sends what has answers
-- already; it is settled by one that answers for all. A report that was given
-- up as unanswered gets its answer then (`late`); an answer that is not the
-- first one's goes to the operators with the code $10 (`differs`).
with held as (
  select 1 from lane
   where destination_id = $1::int and lane = $2::smallint
     and fence = $3::bigint and lease_until > now()
     for share
), batch as (
  select batch_id, report_keys, received_ats, settled_at, replay_id is not null as replay
    from delivery_batch
   where batch_id = $4::bigint and destination_id = $1 and lane = $2
     and exists (select from held)
), member as materialized (
  select m.report_key, m.received_at, b.replay
    from batch b cross join lateral unnest(b.report_keys, b.received_ats)
                                    as m(report_key, received_at)
   where b.settled_at is null
), answer as materialized (
  select distinct on (m.report_key)
         m.report_key, m.received_at, m.replay, r.submitter_id, r.municipality_id,
         a.outcome, a.receiver_reference, a.findings, a.codes
    from unnest($5::bigint[], $6::smallint[], $7::text[], $8::bytea[], $9::text[],
                $12::int[], $13::int[])
         with ordinality as a(report_key, outcome, receiver_reference, findings, codes,
                              submitter_id, municipality_id, ord)
    join member m using (report_key)
   cross join lateral (select a.submitter_id, nullif(a.municipality_id, 0) as municipality_id
                        where a.submitter_id is not null
                       union all
                       (select submitter_id, municipality_id from report
                         where a.submitter_id is null
                           and report_key = m.report_key and received_at = m.received_at
                        offset 0)) as r
   order by m.report_key, a.ord
), fresh as (
  insert into receipt (report_key, destination_id, submitter_id, batch_id, outcome,
                       received_at, receiver_reference, findings)
  select report_key, $1, submitter_id, $4, outcome, received_at, receiver_reference, findings
    from answer
      on conflict (report_key, destination_id) do nothing
  returning report_key
), before as materialized (
  select a.*, t.outcome as first_outcome
    from answer a
   cross join lateral (select outcome from receipt
                        where report_key = a.report_key and destination_id = $1
                       offset 0) as t
   where a.replay and t.outcome <> a.outcome
), late as (
  update receipt t
     set outcome = b.outcome, batch_id = $4, settled_at = now(),
         receiver_reference = b.receiver_reference, findings = b.findings,
         settled_xact = pg_current_xact_id()
    from before b
   where t.report_key = b.report_key and t.destination_id = $1 and b.first_outcome = 3
  returning t.report_key
), closed as (
  update rejection j set state = 4, version = j.version + 1, updated_at = now()
    from late
   where j.report_key = late.report_key and j.destination_id = $1 and j.state = 1
     and j.origin = 2
), told as materialized (
  select a.* from answer a
    join (select report_key from fresh union all select report_key from late) as news
   using (report_key)
), refused as (
  insert into rejection (report_key, received_at, submitter_id, municipality_id, lane, origin,
                         destination_id, codes, findings)
  select report_key, received_at, submitter_id, municipality_id, $2, 2, $1,
         string_to_array(codes, E'\x1f'), findings
    from told where outcome <> 1 order by report_key
), differs as (
  insert into rejection (report_key, received_at, submitter_id, municipality_id, lane, origin,
                         destination_id, codes, findings)
  select report_key, received_at, submitter_id, municipality_id, $2, 2, $1,
         $10::text || string_to_array(codes, E'\x1f'), $11::bytea || coalesce(findings, '')
    from before b
   where first_outcome <> 3
     and not exists (select from rejection
                      where report_key = b.report_key and destination_id = $1
                        and state in (1, 2) and $10 = any(codes))
   order by report_key
), counted as (
  insert into report_count_change (day, submitter_id, municipality_id, verdict, code, reports)
  select (now() at time zone 'Europe/Copenhagen')::date, submitter_id,
         coalesce(municipality_id, 0), 2 + outcome, code, count(*)
    from told cross join lateral (select '' as code
                                  union all
                                  select unnest(string_to_array(codes, E'\x1f'))) as of_report
   group by submitter_id, coalesce(municipality_id, 0), outcome, code
), complete as materialized (
  select case
           when (select count(*) from fresh) = (select count(*) from member) then true
           when (select bool_or(replay) from member)
             then (select count(*) from answer) = (select count(*) from member)
           else (select count(*) from fresh)
                  + (select count(*) from member m
                      cross join lateral (select from receipt
                                           where report_key = m.report_key and destination_id = $1
                                          offset 0) as earlier)
                = (select count(*) from member)
         end as yes
), settled as (
  update delivery_batch b
     set settled_at = case when c.yes then coalesce(b.delivered_at, now()) end,
         incomplete_answers = b.incomplete_answers + case when c.yes then 0 else 1 end
    from complete c
   -- Not `is null`: it would be looked for among all that are unsettled, or were
   -- a moment ago, by a plan that was made when there were none.
   where b.batch_id = $4 and coalesce(b.settled_at, 'infinity') = 'infinity'
     and exists (select from member)
  returning b.settled_at
)
select exists (select from held), exists (select from batch),
       exists (select from settled where settled_at is not null)
