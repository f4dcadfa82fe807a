-- The last act on each of some rejections.
select w.rejection_id, e.at, e.actor, e.actor_name, e.kind
  from unnest($1::bigint[]) as w(rejection_id)
 cross join lateral (select at, actor, actor_name, kind from review_event
                      where rejection_id = w.rejection_id
                      order by event_id desc limit 1) as e
