-- Acts on some rejections, the oldest first, at most $2 of the newest.
select rejection_id, at, actor, actor_name, kind, text
  from (select event_id, rejection_id, at, actor, actor_name, kind, text
          from review_history where rejection_id = any($1::bigint[])
         order by at desc, event_id desc nulls last limit $2::int) as newest
 order by at, event_id nulls first
