-- Rejections in the states $4 of each municipality and submitter; else as
-- look_by_code.sql. Only what fits: code $8 (''), origin $9 (0), who has it $10
-- (''), from $11, before $12; one of the codes $13 (null) or a receiver's words,
-- which may be what is looked for. The rows are at hand on the way.
with counted as (
  -- Of a few municipalities' by an index; else all.
  select municipality_id, submitter_id, state from rejection_total
   where $1::boolean and code = '' and state = any($4::smallint[]) and rejections > 0
  union all
  select municipality_id, submitter_id, state from rejection_total
   where not $1 and code = '' and municipality_id = any($2::int[]) and state = any($4)
     and rejections > 0
), walk as materialized (
  select municipality_id, submitter_id, state
    from (select municipality_id, submitter_id, state from counted
          union
          select municipality_id, submitter_id, state from rejection_change
           where code = '' and state = any($4)
             and ($1 or municipality_id = any($2))) as known
   where $3::int = 0 or submitter_id = $3
), share as materialized (
  select greatest($6::bigint, $7::bigint) / greatest(count(*), 1) + 1 as each from walk
), head as materialized (
  select w.municipality_id, w.submitter_id, w.state, l.*, l.n = s.each as last
    from share s cross join walk w
   cross join lateral (select *, row_number() over (order by rejection_id desc) as n
                         from (select rejection_id,
                                      (($8::text = '' or $8 = any(codes))
                                       and ($9::smallint = 0 or origin = $9)
                                       and ($10::text = '' or assignee = $10)
                                       and received_at >= $11::timestamptz
                                       and received_at < $12::timestamptz
                                       and ($13::text[] is null or codes && $13
                                            or findings is not null)) is true as fits
                                 from rejection
                                where coalesce(municipality_id, 0) = w.municipality_id
                                  and submitter_id = w.submitter_id and state = w.state
                                  and rejection_id < $5::bigint
                                order by rejection_id desc
                                limit s.each) as walked) as l
), bound as materialized (
  select coalesce((select rejection_id from head order by rejection_id desc
                    offset greatest($6, $7 * 3 / 4) - 1 limit 1), 0) as id
), deeper as materialized (
  select l.*, l.n = greatest($6, $7 / 4) as last
    from bound b join head h on h.last and h.rejection_id > b.id
   cross join lateral (select *, row_number() over (order by rejection_id desc) as n
                         from (select rejection_id,
                                      (($8::text = '' or $8 = any(codes))
                                       and ($9::smallint = 0 or origin = $9)
                                       and ($10::text = '' or assignee = $10)
                                       and received_at >= $11::timestamptz
                                       and received_at < $12::timestamptz
                                       and ($13::text[] is null or codes && $13
                                            or findings is not null)) is true as fits
                                 from rejection
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
select l.rejection_id, l.rejection_id = f.id as short, l.fits
  from frontier f
  join (select rejection_id, fits from head
        union all
        select rejection_id, fits from deeper) as l
    on l.rejection_id >= f.id and (l.fits or l.rejection_id = f.id)
