-- The last act on each of some rejections.
select w.rejection_id, e.at, e.actor, e.actor_name, e.kind
  from unnest($1::bigint[]) as w(rejection_id)
 cross join lateral (select at, actor, actor_name, kind from review_history
                      where rejection_id = w.rejection_id
                      order by at desc, event_id desc nulls last limit 1) as e
