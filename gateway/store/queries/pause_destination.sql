-- $1 actor, $2 destination, $3 reason, $4 the actor as people call them. Answers
-- how it stands now, and whether that is by us; who has it held back keeps it.
with before as materialized (
  select destination_id, paused_at, paused_by, pause_reason
    from destination where name = $2::text for update
), paused as (
  update destination d set paused_at = now(), paused_by = $4::text, pause_reason = $3::text
    from before b
   where d.destination_id = b.destination_id and b.paused_at is null
  returning d.paused_at, d.paused_by, d.pause_reason,
            journal_append(5::smallint, $1::text,
                           convert_to('delivery paused: ' || $2 || ': ' || $3, 'UTF8'))
)
select coalesce(p.paused_at, b.paused_at), coalesce(p.paused_by, b.paused_by),
       coalesce(p.pause_reason, b.pause_reason), p.paused_at is not null
  from before b left join paused p on true
