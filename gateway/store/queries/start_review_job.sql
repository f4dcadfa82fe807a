-- Begins a job on the rejections that there are now. No row: $21 are running
-- already. $4 CVR number, $5 name of a submitter. What is not asked for is 0, ''
-- or infinite. $12 and $13 the scope. $22 and $23 the first and the last number
-- that it is about (0: any): it begins at the one, or where the first stands that
-- is in one of its states, so that it does not walk over what was closed long ago;
-- and ends at the other. The total is counted up to a million, and leaves $11, the
-- words, out of account; what is kept count of anyway is not counted again.
with asked as materialized (
  -- Nothing can be done about what was accepted.
  select array_remove($3::smallint[], 3::smallint) as states,
         case when $4::text = '' then case when not $12::boolean then $13::int[] end
              else array(select municipality_id from municipality
                          where cvr = $4 and ($12 or municipality_id = any($13)))
         end as municipality_ids,
         case when $5::text <> ''
           then coalesce((select submitter_id from submitter where name = $5), 0)
         end as submitter_id,
         nullif($6::text, '') as code,
         nullif($7::smallint, 0) as origin, nullif($8::text, '') as assignee,
         nullif($9::timestamptz, '-infinity') as received_from,
         nullif($10::timestamptz, 'infinity') as received_before,
         nullif($11::text, '') as words
   where (select count(*) from (select from review_job where state = 1
                                 limit $21::int) as running) < $21
), job as (
  insert into review_job (kind, filter, states, municipality_ids, submitter_id, code, origin,
                          assignee, received_from, received_before, words, scope_all, scope_ids,
                          last_id, text, actor, actor_name, total, rule_set)
  select $1::smallint, $2::bytea, a.states, a.municipality_ids, a.submitter_id, a.code, a.origin,
         a.assignee, a.received_from, a.received_before, a.words, $12, $13,
         least((select coalesce(max(rejection_id), 0) from rejection),
               nullif($23::bigint, 0)), $14::text, $15::text, $16::text,
         case
           when a.origin is null and a.assignee is null and a.received_from is null
                and a.received_before is null and $22::bigint = 0 and $23 = 0
                and (a.code is null or a.states <@ '{1,2}')
             then (select least(coalesce(sum(c.rejections), 0), 1000000)
                     from rejection_count c
                    where c.code = coalesce(a.code, '') and c.state = any(a.states)
                      and (a.municipality_ids is null
                           or c.municipality_id = any(a.municipality_ids))
                      and (a.submitter_id is null or c.submitter_id = a.submitter_id))
           else (select count(*)
                   from (select from rejection j
                          where j.state = any(a.states) and j.state <> 3
                            and j.rejection_id >= $22
                            and ($23 = 0 or j.rejection_id <= $23)
                            and (a.municipality_ids is null
                                 or j.municipality_id = any(a.municipality_ids))
                            and (a.submitter_id is null or j.submitter_id = a.submitter_id)
                            and (a.code is null or a.code = any(j.codes))
                            and (a.origin is null or j.origin = a.origin)
                            and (a.assignee is null or j.assignee = a.assignee)
                            and (a.received_from is null or j.received_at >= a.received_from)
                            and (a.received_before is null
                                 or j.received_at < a.received_before)
                          limit 1000000) as matching)
         end,
         $17::text
    from asked a
  returning job_id, last_id
), first as (
  select min(rejection_id) as first_id
    from asked a
   cross join unnest(a.states) as s(state)
   cross join lateral (select rejection_id from rejection j
                      where j.state = s.state and j.state <> 3
                        order by rejection_id limit 1) as j
), parts as (
  insert into review_job_part (job_id, part, parts, place)
  select job_id, part, $18, greatest($22 - 1, coalesce(first_id - 1, last_id))
    from job cross join first cross join generate_series(0, $18::smallint - 1) as part
)
select job_id,
       journal_append(18::smallint, $15,
                      convert_to('review job ' || job_id || ' begun: ' || $19::text
                                 || ', by filter ' || $20::text || ': ' || $14, 'UTF8'))
  from job
