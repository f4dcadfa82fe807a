-- An owner leaves: its lanes are free at once, its share is the others'.
with left_us as (
  delete from lane_owner where destination_id = $1::int and owner = $2::text
)
update lane set owner = null, lease_until = '-infinity'
 where destination_id = $1 and owner = $2
