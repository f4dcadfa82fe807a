-- Renews an owner's leases, gives up what is more than its fair share, and
-- takes free or run-out lanes up to it. Answers the leases held now.
--
-- Every clock is this one. A lane that changes hands gets a higher fence, also
-- when it comes back to the one who let it run out. Lanes with a batch out are
-- kept before others: who takes them over has to send that batch again.
-- $4 lanes and $5 floors: what the owner has proven since it asked last.
with seen as (
  insert into lane_owner (destination_id, owner, seen_until)
  values ($1::int, $2::text, now() + $3::bigint * interval '1 microsecond')
      on conflict (destination_id, owner) do update set seen_until = excluded.seen_until
), gone as (
  delete from lane_owner
   where destination_id = $1 and owner = any(array(
           select owner from lane_owner
            where destination_id = $1 and owner <> $2 and seen_until < now() - interval '1 hour'
              for update skip locked))
), share as (
  select ceil(64.0 / (count(*) + 1))::int as lanes
    from lane_owner
   where destination_id = $1 and owner <> $2 and seen_until > now()
), held as materialized (
  select lane, count(*) over () as lanes
    from lane where destination_id = $1 and owner = $2 and lease_until > now()
), mine as materialized (
  -- Which are busy matters only where some have to go.
  select h.lane, row_number() over (order by busy desc, h.lane) as n
    from held h cross join share s cross join lateral (
           select case when h.lanes > s.lanes
                    then exists (select from delivery_batch b
                                  where b.destination_id = $1 and b.lane = h.lane
                                    and b.settled_at is null)
                    else false end as busy) as out
), proven as (
  select lane, floor_key from unnest($4::bigint[], $5::bigint[]) as p(lane, floor_key)
), kept as (
  update lane l set lease_until = now() + $3 * interval '1 microsecond',
                    floor_key = greatest(l.floor_key, p.floor_key)
    from mine m left join proven p using (lane), share s
   where l.destination_id = $1 and l.lane = m.lane and l.owner = $2 and m.n <= s.lanes
  returning l.lane, l.fence, l.floor_key
), given_up as (
  update lane l set owner = null, lease_until = '-infinity',
                    floor_key = greatest(l.floor_key, p.floor_key)
    from mine m left join proven p using (lane), share s
   where l.destination_id = $1 and l.lane = m.lane and l.owner = $2 and m.n > s.lanes
), free as (
  select lane from lane
   where destination_id = $1 and lease_until <= now()
   order by lane
   limit (select greatest(0, s.lanes - (select count(*) from mine)) from share s)
     for update skip locked
), taken as (
  update lane l set owner = $2, fence = l.fence + 1,
                    lease_until = now() + $3 * interval '1 microsecond'
    from free f
   where l.destination_id = $1 and l.lane = f.lane
  returning l.lane, l.fence, l.floor_key
)
select lane, fence, floor_key from kept
union all
select lane, fence, floor_key from taken
 order by lane
