-- When the report came that waits longest for a destination in use.
select min(oldest.received_at)
  from destination d
 cross join generate_series(0, 63) as lanes (number)
 cross join lateral (
    (select received_at from pending
      where destination_id = d.destination_id and lane = lanes.number::smallint
      order by report_key limit 1)
    union all
    (select received_ats[1] from delivery_batch
      where destination_id = d.destination_id and lane = lanes.number::smallint
        and settled_at is null and replay_id is null
      order by batch_id limit 1)
  ) as oldest
 where d.active
