-- Rejections of the municipalities $1 in the states $2 that $3 has, numbers below
-- $4; of each municipality and state at most $5, or its share of $6 if that is more.
-- As look_by_code.sql.
with walk as materialized (
  select distinct m.municipality_id, s.state
    from unnest($1::int[]) as m(municipality_id) cross join unnest($2::smallint[]) as s(state)
), most as materialized (
  select greatest($5::bigint, $6::bigint / greatest(count(*), 1)) as most from walk
)
select l.rejection_id, l.n = m.most as short
  from most m cross join walk w
 cross join lateral (select rejection_id, row_number() over (order by rejection_id desc) as n
                       from (select rejection_id from rejection
                              where assignee = $3::text and municipality_id = w.municipality_id
                                and state = w.state and rejection_id < $4::bigint
                              order by rejection_id desc
                              limit m.most) as walked) as l
