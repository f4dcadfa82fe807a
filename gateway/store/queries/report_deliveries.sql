-- How far each destination has come with reports. A receipt counts for more
-- than the batch it came from, which may still wait for other answers.
select k.ord - 1, d.name, t.outcome, coalesce(t.batch_id, b.batch_id, 0), t.settled_at,
       t.receiver_reference, t.findings, p.waits is true
  from unnest($1::bigint[], $2::smallint[]) with ordinality as k(report_key, lane, ord)
 cross join destination d
  left join lateral (select outcome, batch_id, settled_at, receiver_reference, findings
                       from receipt
                      where report_key = k.report_key and destination_id = d.destination_id
                     offset 0) as t on true
  left join lateral (select true as waits from pending
                      where t.outcome is null and destination_id = d.destination_id
                        and lane = k.lane and report_key = k.report_key
                     offset 0) as p on true
  left join lateral (select batch_id from delivery_batch
                      where t.outcome is null and p.waits is null
                        and destination_id = d.destination_id and lane = k.lane
                        and settled_at is null and k.report_key = any(report_keys)
                      order by batch_id limit 1) as b on true
 where t.outcome is not null or p.waits or b.batch_id is not null
 order by k.ord, d.name
