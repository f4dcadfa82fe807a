-- One group of drafts, in one statement and one commit.
--
-- Answers one row for each draft that is new. A draft without a row has its id
-- taken, by a transaction that our snapshot may not even see: the caller looks
-- it up by find_submissions. Equal keys within a group must have been
-- collapsed before: the second would be neither new nor visible.
--
-- Numbers are drawn in the order of arrival, rows are inserted in the order of
-- keys: else two committers with overlapping keys would deadlock. The
-- transaction gets its own number before it draws any: who sees that all
-- transactions up to some number have ended then knows that no smaller key can
-- turn up any more (gateway/queue/lane_floor.h).
with draft as materialized (
  select d.*, pg_current_xact_id() as xact, nextval('report_key_seq') as report_key,
         now() as received_at
    from unnest($1::int[], $2::int[], $3::text[], $4::bytea[], $5::smallint[], $6::smallint[],
                $7::bytea[], $8::smallint[], $9::bytea[], $10::bytea[], $11::bytea[],
                $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
                $18::text[], $19::int[])
         with ordinality as d(submitter_id, municipality_id, report_id, digest, verdict, lane,
                citizen, form, content, canonical, findings,
                error_codes, kle_subject, kle_facet, kle_rule, kle_edition, rule_set,
                resources, size, ord)
), fresh as (
  insert into submission (submitter_id, report_id, digest, report_key, verdict, received_at)
  select submitter_id, report_id, digest, report_key, verdict, received_at
    from draft order by submitter_id, report_id
      on conflict (submitter_id, report_id) do nothing
  returning report_key
), kept as (
  select d.* from draft d join fresh using (report_key)
), stored as (
  insert into report (report_key, received_at, citizen, submitter_id, municipality_id, lane,
                      form, verdict, report_id, kle_subject, kle_facet, kle_rule, kle_edition,
                      standard, rule_set, error_codes, resources, findings, canonical, content)
  select report_key, received_at, citizen, submitter_id, nullif(municipality_id, 0), lane,
         form, verdict, report_id, kle_subject, kle_facet, kle_rule, kle_edition,
         'LTT', rule_set, string_to_array(error_codes, E'\x1f'),
         string_to_array(resources, E'\x1f'), findings, canonical, content
    from kept
), queued as (
  insert into pending (destination_id, lane, report_key, received_at, size)
  select destination_id, lane, report_key, received_at, size
    from kept cross join (select destination_id from destination where active) as active
   where verdict = 1
), rejected as (
  insert into rejection (report_key, received_at, submitter_id, municipality_id, lane, origin,
                         codes)
  select report_key, received_at, submitter_id, nullif(municipality_id, 0), lane, 1,
         string_to_array(error_codes, E'\x1f')
    from kept where verdict = 2
), counted as (
  insert into report_count as c (day, submitter_id, municipality_id, verdict, code, shard, reports)
  select (now() at time zone 'Europe/Copenhagen')::date, submitter_id, municipality_id, verdict,
         code, $20::smallint, count(*)
    from kept, lateral (select '' as code
                        union all
                        select unnest(string_to_array(error_codes, E'\x1f'))) as codes
   group by submitter_id, municipality_id, verdict, code
   order by submitter_id, municipality_id, verdict, code
      on conflict (day, submitter_id, municipality_id, verdict, code, shard)
      do update set reports = c.reports + excluded.reports
), subject as (
  select sha256(string_agg(int8send(report_key) || digest, '' order by report_key)) as subject,
         array_agg(report_key order by report_key) as report_keys
    from kept having count(*) > 0
), journaled as (
  insert into journal (chain_id, seq, at, kind, actor, subject, report_keys, prev_hash, hash)
  select $21::bigint, $22::bigint, now(), 2, $23::text, subject, report_keys, $24::bytea,
         journal_hash($24::bytea, $22::bigint, now(), 2::smallint, $23::text, subject)
    from subject
  returning hash
)
select d.ord, d.report_key, d.received_at, (select hash from journaled)
  from draft d join fresh using (report_key)
