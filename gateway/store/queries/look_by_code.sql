-- Open rejections with one of the codes $4, the newest first: of each
-- municipality and submitter that has any, so that each is a walk along an
-- index. $1 all municipalities, else $2 these; $3 submitter, 0: any. Numbers
-- below $5; of each walk at most $6, or its share of $7 if that is more. The
-- last of a walk that came so far is `short`: it may go on below.
with walk as materialized (
  select code, municipality_id, submitter_id
    from (select code, municipality_id, submitter_id from rejection_total
           where code = any($4::text[]) and state in (1, 2) and rejections > 0
          union
          select code, municipality_id, submitter_id from rejection_change
           where code = any($4) and state in (1, 2)) as known
   where ($1::boolean or municipality_id = any($2::int[]))
     and ($3::int = 0 or submitter_id = $3)
), most as materialized (
  select greatest($6::bigint, $7::bigint / greatest(count(*), 1)) as most from walk
)
select l.rejection_id, l.n = m.most as short
  from most m cross join walk w
 cross join lateral (select rejection_id, row_number() over (order by rejection_id desc) as n
                       from (select rejection_id from rejection_code
                              where code = w.code and municipality_id = w.municipality_id
                                and submitter_id = w.submitter_id
                                and rejection_id < $5::bigint
                              order by rejection_id desc
                              limit m.most) as walked) as l
