-- The gateways that are there for each destination, and what they tell of it.
select o.destination_id, o.owner, o.circuit_open, o.last_failure,
       (select count(*) from lane l
         where l.destination_id = o.destination_id and l.owner = o.owner
           and l.lease_until > now())
  from lane_owner o
 where o.seen_until > now()
 order by o.destination_id, o.owner
