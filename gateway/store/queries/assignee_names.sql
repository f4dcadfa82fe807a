-- The names under which those who have taken rejections acted on them last:
-- $1 the rejections, $2 who has each. No row where the name is not known.
select w.assignee, e.actor_name
  from unnest($1::bigint[], $2::text[]) as w(rejection_id, assignee)
 cross join lateral (select actor_name from review_event
                      where rejection_id = w.rejection_id and actor = w.assignee
                        and actor_name <> ''
                      order by event_id desc limit 1) as e
