-- What there is to do in a lane; reads only, so that looking at 64 idle lanes
-- again and again never touches the disk.
select exists (select from lane
                where destination_id = $1::int and lane = $2::smallint
                  and fence = $3::bigint and lease_until > now()) as held,
       (select batch_id from delivery_batch
         where destination_id = $1 and lane = $2 and settled_at is null
         order by batch_id limit 1) as unsettled,
       exists (select from pending
                where destination_id = $1 and lane = $2
                  and report_key >= $4::bigint) as waiting,
       exists (select from destination
                where destination_id = $1 and paused_at is not null) as paused
