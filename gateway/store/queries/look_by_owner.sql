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
), share as materialized (
  select greatest($6::bigint, $7::bigint) / greatest(count(*), 1) + 1 as each from walk
), head as materialized (
  select w.municipality_id, w.submitter_id, w.state, l.rejection_id,
         l.n = s.each as last
    from share s cross join walk w
   cross join lateral (select rejection_id, row_number() over (order by rejection_id desc) as n
                         from (select rejection_id from rejection
                                where coalesce(municipality_id, 0) = w.municipality_id
                                  and submitter_id = w.submitter_id and state = w.state
                                  and rejection_id < $5::bigint
                                order by rejection_id desc
                                limit s.each) as walked) as l
), bound as materialized (
  select coalesce((select rejection_id from head order by rejection_id desc
                    offset greatest($6, $7 * 3 / 4) - 1 limit 1), 0) as id
), deeper as materialized (
  select l.rejection_id, l.n = greatest($6, $7 / 4) as last
    from bound b join head h on h.last and h.rejection_id > b.id
   cross join lateral (select rejection_id, row_number() over (order by rejection_id desc) as n
                         from (select rejection_id from rejection
                                where coalesce(municipality_id, 0) = h.municipality_id
                                  and submitter_id = h.submitter_id and state = h.state
                                  and rejection_id < h.rejection_id and rejection_id >= b.id
                                order by rejection_id desc
                                limit greatest($6, $7 / 4)) as walked) as l
), frontier as materialized (
  select greatest((select max(least(h.rejection_id, b.id)) from head h where h.last),
                  (select max(rejection_id) from deeper where last), 0) as id
    from bound b
)
select l.rejection_id, l.rejection_id = f.id as short
  from frontier f
 cross join (select rejection_id from head union all select rejection_id from deeper) as l
