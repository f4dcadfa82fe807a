-- How each destination is doing, for people. Nothing here reads a big table
-- from end to end: what waits is counted up to $1 rows and no further.
select d.destination_id, d.name, d.active, d.paused_at, coalesce(d.paused_by, ''),
       coalesce(d.pause_reason, ''),
       waiting.reports, waiting.octets, open.batches, open.stuck, open.replayed,
       (select min(first.received_at)
          from generate_series(0, 63) as lanes (number)
          cross join lateral (
            (select received_at from pending
              where destination_id = d.destination_id and lane = lanes.number::smallint
              order by report_key limit 1)
            union all
            (select received_ats[1] from delivery_batch
              where destination_id = d.destination_id and lane = lanes.number::smallint
                and settled_at is null and replay_id is null
              order by batch_id limit 1)) as first) as oldest,
       (select settled_at from delivery_batch
         where destination_id = d.destination_id and settled_at is not null
           and broken_up_at is null
         order by settled_at desc limit 1) as last_answer,
       (select count(*) from lane
         where destination_id = d.destination_id and lease_until <= now()) as free
  from destination d
 cross join lateral (
   select count(*) as reports, coalesce(sum(size), 0)::bigint as octets
     from (select size from pending where destination_id = d.destination_id
            limit $1::int) as looked_at) as waiting
 cross join lateral (
   select count(*) as batches,
          count(*) filter (where incomplete_answers > 0 or whole_refusals > 0) as stuck,
          count(*) filter (where replay_id is not null) as replayed
     from (select incomplete_answers, whole_refusals, replay_id from delivery_batch
            where destination_id = d.destination_id and settled_at is null
            limit $1) as looked_at) as open
 order by d.name
