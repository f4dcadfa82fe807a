-- How many are open or in review, and when the report of the oldest of these
-- came: $1 all municipalities, else $2. Of all it is one look for each state;
-- else one for each owner that has any.
with owner as materialized (
  select municipality_id, submitter_id, state, sum(rejections)::bigint as rejections
    from rejection_count
   where code = '' and state in (1, 2)
     and ($1::boolean or municipality_id = any($2::int[]))
   group by municipality_id, submitter_id, state having sum(rejections) > 0
)
select coalesce((select sum(rejections) from owner), 0)::bigint,
       (select j.received_at from rejection j
         where j.rejection_id =
               case when $1
                 then (select min(o.rejection_id)
                         from (values (1::smallint), (2)) as open(state)
                        cross join lateral (select rejection_id from rejection
                                             where state = open.state and state <> 3
                                             order by rejection_id limit 1) as o)
                 else (select min(o.rejection_id)
                         from owner w
                        cross join lateral (select rejection_id from rejection
                                             where coalesce(municipality_id, 0)
                                                   = w.municipality_id
                                               and submitter_id = w.submitter_id
                                               and state = w.state
                                             order by rejection_id limit 1) as o)
               end)
