-- When the oldest report that a destination has not answered for was received;
-- null: there is none; and whether operators hold it back. $1 destination. Two
-- looks at an index a lane. What is sent again (a replay) has been delivered.
select min(oldest.received_at),
       (select paused_at is not null from destination where destination_id = $1::int)
  from generate_series(0, 63) as lanes (number)
  cross join lateral (
    (select received_at from pending
      where destination_id = $1::int and lane = lanes.number::smallint
      order by report_key limit 1)
    union all
    (select received_ats[1] from delivery_batch
      where destination_id = $1::int and lane = lanes.number::smallint and settled_at is null
        and replay_id is null
      order by batch_id limit 1)
  ) as oldest;
