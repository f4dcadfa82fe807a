-- Whether lanes of a destination are free, and among how many gateways they are
-- shared; reads only, so that a dead gateway's lanes are missed soon at no cost.
select (select count(*)::int from lane
         where destination_id = $1::int and lease_until <= now()),
       (select count(*)::int from lane_owner
         where destination_id = $1 and seen_until > now())
