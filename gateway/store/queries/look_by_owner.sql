-- Rejections in the states $4 of each municipality and submitter; else as
-- look_by_code.sql.
with walk as materialized (
  select municipality_id, submitter_id, state
    from (select municipality_id, submitter_id, state from rejection_total
           where code = '' and state = any($4::smallint[]) and rejections > 0
          union
          select municipality_id, submitter_id, state from rejection_change
           where code = '' and state = any($4)) as known
   where ($1::boolean or municipality_id = any($2::int[]))
     and ($3::int = 0 or submitter_id = $3)
), most as materialized (
  select greatest($6::bigint, $7::bigint / greatest(count(*), 1)) as most from walk
)
select l.rejection_id, l.n = m.most as short
  from most m cross join walk w
 cross join lateral (select rejection_id, row_number() over (order by rejection_id desc) as n
                       from (select rejection_id from rejection
                              where coalesce(municipality_id, 0) = w.municipality_id
                                and submitter_id = w.submitter_id and state = w.state
                                and rejection_id < $5::bigint
                              order by rejection_id desc
                              limit m.most) as walked) as l
