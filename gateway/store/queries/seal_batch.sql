-- Makes one batch of what waits first in a lane: narrow rows out, one row in.
--
-- What is taken is a range of keys: given as a list they would be a filter, and
-- each batch would walk all that waits in the lane.
--
-- The lease is locked while this runs: a takeover waits for us, or we find its
-- fence. `own` and `oldest` are for the floor (gateway/queue/lane_floor.h).
with held as (
  select 1 from lane
   where destination_id = $1::int and lane = $2::smallint
     and fence = $3::bigint and lease_until > now()
     for share
), first as materialized (
  select report_key, size from pending
   where destination_id = $1 and lane = $2 and report_key >= $4::bigint
   order by report_key limit $5::int
), last as materialized (
  select max(report_key) as key
    from (select report_key, sum(size) over so_far as total, row_number() over so_far as n
            from first window so_far as (order by report_key)) as summed
   where total <= $6::bigint or n = 1
), taken as (
  delete from pending
   where destination_id = $1 and lane = $2
     -- Not from $4 again: that would be a second walk over what is gone.
     and report_key >= (select min(report_key) from first)
     and report_key <= (select key from last)
     and exists (select from held)
  returning report_key, received_at
), sealed as (
  insert into delivery_batch (destination_id, lane, fence, report_keys, received_ats)
  select $1, $2, $3, array_agg(report_key order by report_key),
         array_agg(received_at order by report_key)
    from taken having count(*) > 0
  returning batch_id, report_keys[array_upper(report_keys, 1)] as last_key
)
select exists (select from held), s.batch_id, s.last_key,
       pg_current_xact_id()::text::bigint as own,
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest
  from (select) as one left join sealed s on true
