select r.replay_id, d.name, r.destination_id, r.from_time, r.to_time,
       coalesce(r.municipality_id, 0), coalesce(m.cvr, ''), r.ended_at is not null,
       r.place_time, r.place_batch, r.batches, r.reports, r.batches_gone
  from replay r
  join destination d using (destination_id)
  left join municipality m using (municipality_id)
 where r.replay_id = $1::bigint
