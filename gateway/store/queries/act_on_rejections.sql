-- One act on rejections that are taken (lock_rejections.sql): $1 which, $2
-- event kind, $3 actor, $4 the actor's name, $5 what is said with it, $6 the
-- new state (null: as it is), $7 the new assignee (null: as it is, '': nobody),
-- $8 the message to the vendor (null: as it is).
with changed as (
  update rejection j
     set version = j.version + 1, updated_at = now(),
         state = coalesce($6::smallint, j.state),
         assignee = case when $7::text is null then j.assignee else nullif($7, '') end,
         returned_message = coalesce($8::text, j.returned_message)
   where j.rejection_id = any($1::bigint[])
  returning j.rejection_id
)
insert into review_event (rejection_id, actor, actor_name, kind, text)
select rejection_id, $3::text, $4::text, $2::smallint, $5::text
  from changed order by rejection_id
