-- $1 actor, $2 destination. Answers whether it was held back; no row: there is
-- no such destination.
with before as materialized (
  select destination_id, paused_at from destination where name = $2::text for update
), resumed as (
  update destination d set paused_at = null, paused_by = null, pause_reason = null
    from before b
   where d.destination_id = b.destination_id and b.paused_at is not null
  returning journal_append(5::smallint, $1::text,
                           convert_to('delivery resumed: ' || $2, 'UTF8'))
)
select b.paused_at is not null, (select count(*) from resumed) from before b
