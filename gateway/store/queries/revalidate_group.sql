-- Rejections that have been judged again, in one statement and one commit.
--
-- What is accepted now becomes a new row under the same report id, with a
-- number of its own, as if it had come now: so that a lane sends it after what
-- it has sent already, and nothing that is written is changed. Content goes
-- from row to row without leaving the database.
--
-- Numbers are drawn in the order of the old ones, hence a child's reports keep
-- theirs; and after the transaction has its own, as in commit_group.sql. Rows
-- are locked in the order of their keys. A rejection whose version is no longer
-- $2 is left alone, and has no row in the answer.
--
-- $3: 1 accepted, 2 still rejected, 3 content gone. $16 codes of those that are
-- still rejected. $24 a job's part that this is done for (0: none): all of it or
-- nothing, under its lease, with its place and counts; $31 of these are refused.
-- $32 is not 0, and the same, for rejections of one report. $33 to $38 what is stored
-- of a report, $38 its content if it is accepted.
-- The last row, without a number: whether the part was ours; the chain's hash.
with lease as materialized (
  select p.job_id from review_job_part p
   where p.job_id = $24::bigint and p.part = $25::smallint and p.fence = $26::bigint
     and p.lease_until > now()
     and exists (select from review_job b where b.job_id = p.job_id and b.state = 1)
     for update
), judged as materialized (
  -- All that is wide is copied here once. One lookup each, whatever was planned
  -- when there were few.
  select k.*, pg_current_xact_id() as xact,
         case when good then nextval('report_key_seq') end as new_key
    from (select i.rejection_id, i.result, i.same, i.lane, i.size, i.rule_set, j.report_key,
                 j.origin, j.destination_id, i.submitter_id, i.report_id,
                 i.municipality_id, i.citizen, i.canonical, i.findings, i.kle_subject,
                 i.kle_facet, i.kle_rule, i.kle_edition, i.resources, i.codes, j.old_codes,
                 i.form, i.standard, i.content, i.old_rule_set, i.result = 1 as good
            from (select *
                    from unnest($1::bigint[], $2::int[], $3::smallint[], $4::int[],
                                $5::smallint[], $6::bytea[], $7::bytea[], $8::bytea[],
                                $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
                                $14::text[], $15::int[], $16::text[], $32::int[], $33::int[],
                                $34::text[], $35::smallint[], $36::text[], $37::text[],
                                $38::bytea[])
                         as i(rejection_id, seen, result, municipality_id, lane, citizen,
                              canonical, findings, kle_subject, kle_facet, kle_rule,
                              kle_edition, rule_set, resources, size, codes, same,
                              submitter_id, report_id, form, standard, old_rule_set, content)
                   where $24 = 0 or exists (select from lease)
                   order by rejection_id) as i
           cross join lateral (select report_key, origin, destination_id,
                                      case when i.result = 2 then codes end as old_codes
                                 from rejection
                                where rejection_id = i.rejection_id and version = i.seen
                                  and state in (1, 2, 5)
                                  for update) as j
           order by j.report_key, i.rejection_id) as k
), target as materialized (
  -- The first number is a report's that several receivers rejected.
  select rejection_id, origin, destination_id, submitter_id, report_id, report_key, new_key,
         lane, size, rule_set
    from judged where good and same = 0
  union all
  select rejection_id, origin, destination_id, submitter_id, report_id, report_key,
         min(new_key) over (partition by same), lane, size, rule_set
    from judged where good and same <> 0
), draft as not materialized (
  select * from judged
   where good and (same = 0 or new_key in (select new_key from target))
), stands as materialized (
  -- Another receiver's rejection of it may have been judged again before. One of
  -- our own stands for its id.
  select s.submitter_id, s.report_key, t.new_key
    from submission s join target t using (submitter_id, report_id)
   where t.origin = 2
   order by s.submitter_id, s.report_id
     for update of s
), replaced_elsewhere as (
  insert into replaced_report (submitter_id, report_key, replaced_by)
  select submitter_id, report_key, max(new_key)
    from (select submitter_id, report_key, new_key from target where origin = 2
          union all
          select submitter_id, report_key, new_key from stands) as rows
   group by submitter_id, report_key
   order by submitter_id, report_key
      on conflict (submitter_id, report_key) do nothing
), moved as (
  update submission s
     set report_key = t.new_key, verdict = 1, received_at = now()
    from target t
   where t.origin = 2 and s.submitter_id = t.submitter_id and s.report_id = t.report_id
     -- Looked at before they are changed, or they would no longer be found.
     and (select count(*) from stands) >= 0
), stored as (
  insert into report (report_key, received_at, citizen, submitter_id, municipality_id, lane,
                      form, verdict, report_id, kle_subject, kle_facet, kle_rule, kle_edition,
                      standard, rule_set, error_codes, resources, findings, canonical, content)
  select new_key, now(), citizen, submitter_id, nullif(municipality_id, 0), lane, form, 1,
         report_id, kle_subject, kle_facet, kle_rule, kle_edition, standard, rule_set, '{}',
         string_to_array(resources, E'\x1f'), findings, canonical, content
    from draft
), active as materialized (
  select destination_id from destination where active
), queued as (
  insert into pending (destination_id, lane, report_key, received_at, size)
  select a.destination_id, t.lane, t.new_key, now(), t.size
    from target t cross join active a
   where t.origin = 1
  union all
  select distinct destination_id, lane, new_key, now(), size from target where origin = 2
), accepted as (
  update rejection j
     set state = 3, version = j.version + 1, accepted_as = t.new_key, updated_at = now(),
         told_xact = case when $24 = 0 then pg_current_xact_id() end,
         accepted_in_job = nullif($24, 0)
    from target t
   where j.rejection_id = t.rejection_id
), told_in_order as (
  insert into told_chunk (submitter_id, told_xact, rejection_ids)
  select submitter_id, pg_current_xact_id(), array_agg(rejection_id order by rejection_id)
    from target where $24 <> 0 group by submitter_id
), news as materialized (
  -- By these rules it may have been judged before: then nothing is new.
  select l.rejection_id, l.rule_set, l.codes, l.old_codes
    from judged l
    left join lateral (select text from review_event
                        where rejection_id = l.rejection_id and kind = 4
                        order by event_id desc limit 1) as e on true
   where l.result = 2 and l.rule_set <> coalesce(split_part(e.text, ': ', 1), l.old_rule_set)
), gone as materialized (
  select l.rejection_id
    from judged l
   where l.result = 3
     and not exists (select from review_event e
                      where e.rejection_id = l.rejection_id and e.kind = 7)
), seen as (
  update rejection j set version = j.version + 1, updated_at = now()
    from (select rejection_id from news union all select rejection_id from gone) as n
   where j.rejection_id = n.rejection_id
), told as (
  insert into review_event (rejection_id, actor, actor_name, kind, text)
  select rejection_id, $18::text, $19::text, kind, left(text, 8000)
    -- What a job accepts it tells itself, once (review_history).
    from (select rejection_id, 5 as kind,
                 concat_ws(': ', rule_set, nullif($20::text, '')) as text
            from target where $24 = 0
          union all
          select rejection_id, 4,
                 concat_ws(': ', rule_set,
                           case when string_to_array(codes, E'\x1f') <> old_codes
                             then replace(codes, E'\x1f', ', ') end)
            from news
          union all
          select rejection_id, 7, $20 from gone) as events
), counted as (
  insert into report_count as c (day, submitter_id, municipality_id, verdict, code, shard, reports)
  -- Accepted now (1), but not come now (6).
  select (now() at time zone 'Europe/Copenhagen')::date, submitter_id, municipality_id, verdict,
         '', $17::smallint, reports
    from (select submitter_id, municipality_id, count(*) as reports
            from draft where origin = 1
           group by submitter_id, municipality_id) as d
   cross join (values (1::smallint), (6::smallint)) as v(verdict)
   order by submitter_id, municipality_id, verdict
      on conflict (day, submitter_id, municipality_id, verdict, code, shard)
      do update set reports = c.reports + excluded.reports
), subject as (
  select sha256(string_agg(int8send(new_key) || int8send(report_key), '')) as subject,
         array_agg(new_key) as report_keys
    from (select new_key, report_key from draft order by new_key) as in_order
  having count(*) > 0
), journaled as (
  insert into journal (chain_id, seq, at, kind, actor, subject, report_keys, prev_hash, hash)
  select $21::bigint, $22::bigint, now(), 17, $18, subject, report_keys, $23::bytea,
         journal_hash($23::bytea, $22::bigint, now(), 17::smallint, $18, subject)
    from subject
  returning hash
), progress as (
  update review_job_part p
     set place = $27::bigint, ended = $28::boolean, looked_at = p.looked_at + $29::bigint,
         done = p.done + (select count(*) from target), refused = p.refused + $31::bigint,
         lease_until = now() + $30::bigint * interval '1 microsecond'
   where p.job_id = $24 and p.part = $25 and exists (select from lease)
)
select l.rejection_id, l.result, l.lane, null::boolean, null::bytea
  from judged l
 where l.result <> 1 or l.good
union all
select null, null, null, $24 = 0 or exists (select from lease), (select hash from journaled)
