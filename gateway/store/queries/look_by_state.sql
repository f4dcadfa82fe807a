-- Rejections in the states $1 of everybody, numbers below $2; of each state at
-- most $3, or its share of $4 if that is more. As look_by_code.sql. Those that were
-- accepted (3) are not found this way.
with walk as materialized (
  select distinct unnest($1::smallint[]) as state
), most as materialized (
  select greatest($3::bigint, $4::bigint / greatest(count(*), 1)) as most from walk
)
select l.rejection_id, l.n = m.most as short
  from most m cross join walk w
 cross join lateral (select rejection_id, row_number() over (order by rejection_id desc) as n
                       from (select rejection_id from rejection
                              where state = w.state and state <> 3 and rejection_id < $2::bigint
                              order by rejection_id desc
                              limit m.most) as walked) as l
