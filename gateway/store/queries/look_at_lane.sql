-- What there is to do in a lane; reads only, so that looking at 64 idle lanes
-- again and again never touches the disk.
--
-- $5 and $6: below batch $5 all were settled when $6 was the latest replay
-- (gateway/queue/batch_floor.h). `replay` is the latest now, -1 while one is
-- open. `waiting` is the first key that waits, `oldest` the oldest transaction
-- that runs (gateway/queue/lane_floor.h), `drawn` the last key that anybody has
-- drawn (gateway/queue/key_horizon.h).
with latest as materialized (
  select case when exists (select from replay
                            where destination_id = $1::int and ended_at is null) then -1
              else coalesce((select replay_id from replay where destination_id = $1
                              order by replay_id desc limit 1), 0) end as replay
)
select exists (select from lane
                where destination_id = $1 and lane = $2::smallint
                  and fence = $3::bigint and lease_until > now()) as held,
       (select batch_id from delivery_batch
         where destination_id = $1 and lane = $2 and settled_at is null
           and batch_id >= (select case when replay = $6::bigint then $5::bigint else 0 end
                              from latest)
         order by batch_id limit 1) as unsettled,
       (select report_key from pending
         where destination_id = $1 and lane = $2
           and report_key >= $4::bigint
         order by report_key limit 1) as waiting,
       exists (select from destination
                where destination_id = $1 and paused_at is not null) as paused,
       (select replay from latest) as replay,
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest,
       (select case when is_called then last_value else 0 end from report_key_seq) as drawn
