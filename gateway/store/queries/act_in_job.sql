-- One act of a job on rejections, $1 which, $2 as they were seen, with the
-- job's place and counts as in revalidate_group.sql. $3 event kind, $4 actor,
-- $5 the actor's name, $6 what is said with it, $7 the new state, $8 the new
-- assignee (null: as it is), $9 the message to the vendor (null: as it is).
-- Whether the part was ours.
with lease as materialized (
  select p.job_id from review_job_part p
   where p.job_id = $10::bigint and p.part = $11::smallint and p.fence = $12::bigint
     and p.lease_until > now()
     and exists (select from review_job b where b.job_id = p.job_id and b.state = 1)
     for update
), locked as materialized (
  select j.rejection_id
    from (select rejection_id, seen
            from unnest($1::bigint[], $2::int[]) as i(rejection_id, seen)
           where exists (select from lease) order by rejection_id) as i
   cross join lateral (select rejection_id from rejection
                        where rejection_id = i.rejection_id and version = i.seen
                          and state in (1, 2, 5)
                          for update) as j
), changed as (
  update rejection j
     set version = j.version + 1, updated_at = now(), state = $7::smallint,
         assignee = coalesce($8::text, j.assignee),
         returned_message = coalesce($9::text, j.returned_message)
    from locked l where j.rejection_id = l.rejection_id
  returning j.rejection_id
), told as (
  insert into review_event (rejection_id, actor, actor_name, kind, text)
  select rejection_id, $4::text, $5::text, $3::smallint, $6::text
    from changed order by rejection_id
), progress as (
  update review_job_part p
     set place = $13::bigint, ended = $14::boolean, looked_at = p.looked_at + $15::bigint,
         done = p.done + (select count(*) from changed),
         lease_until = now() + $16::bigint * interval '1 microsecond'
   where p.job_id = $10 and p.part = $11 and exists (select from lease)
)
select exists (select from lease)
