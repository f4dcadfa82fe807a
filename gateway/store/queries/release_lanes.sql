-- An owner leaves: its lanes are free at once, its share is the others'. $3
-- lanes and $4 floors: what it has proven.
with left_us as (
  delete from lane_owner where destination_id = $1::int and owner = $2::text
)
update lane l set owner = null, lease_until = '-infinity',
                  floor_key = greatest(l.floor_key, p.floor_key)
  from lane held
  left join unnest($3::bigint[], $4::bigint[]) as p(lane, floor_key) using (lane)
 where held.destination_id = $1 and held.owner = $2
   and l.destination_id = $1 and l.lane = held.lane and l.owner = $2
