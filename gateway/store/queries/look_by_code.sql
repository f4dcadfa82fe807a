-- Open rejections with one of the codes $4, the newest first: of each
-- municipality and submitter that has any, so that each is a walk along an
-- index. $1 all municipalities, else $2 these; $3 submitter, 0: any. Numbers
-- below $5.
--
-- Each walk takes its share of $6 (or of $7, if that is more) first. The newest
-- of all these tell how far down is worth going: only there walks go on, by $6
-- (or a quarter of $7) at most. So it costs about the same for few walks and for
-- many. All that there is at or above the one that is `short` is in the answer;
-- there may be more below it.
--
-- If $7 is not 0, only what fits: code $8 (''), origin $9 (0), who has it $10
-- (''), from $11, before $12; one of the codes $13 (null) or a receiver's words,
-- which may be what is looked for; and in the states $14.
with walk as materialized (
  select code, municipality_id, submitter_id
    from (select code, municipality_id, submitter_id from rejection_total
           where code = any($4::text[]) and state in (1, 2) and rejections > 0
          union
          select code, municipality_id, submitter_id from rejection_change
           where code = any($4) and state in (1, 2)) as known
   where ($1::boolean or municipality_id = any($2::int[]))
     and ($3::int = 0 or submitter_id = $3)
), share as materialized (
  select greatest($6::bigint, $7::bigint) / greatest(count(*), 1) + 1 as each from walk
), head as materialized (
  select w.code, w.municipality_id, w.submitter_id, l.rejection_id, l.n = s.each as last
    from share s cross join walk w
   cross join lateral (select rejection_id, row_number() over (order by rejection_id desc) as n
                         from (select rejection_id from rejection_code
                                where code = w.code and municipality_id = w.municipality_id
                                  and submitter_id = w.submitter_id
                                  and rejection_id < $5::bigint
                                order by rejection_id desc
                                limit s.each) as walked) as l
), bound as materialized (
  select coalesce((select distinct rejection_id from head order by rejection_id desc
                    offset greatest($6, $7 * 3 / 4) - 1 limit 1), 0) as id
), deeper as materialized (
  select l.rejection_id, l.n = greatest($6, $7 / 4) as last
    from bound b join head h on h.last and h.rejection_id > b.id
   cross join lateral (select rejection_id, row_number() over (order by rejection_id desc) as n
                         from (select rejection_id from rejection_code
                                where code = h.code and municipality_id = h.municipality_id
                                  and submitter_id = h.submitter_id
                                  and rejection_id < h.rejection_id and rejection_id >= b.id
                                order by rejection_id desc
                                limit greatest($6, $7 / 4)) as walked) as l
), frontier as materialized (
  select greatest((select max(least(h.rejection_id, b.id)) from head h where h.last),
                  (select max(rejection_id) from deeper where last), 0) as id
    from bound b
), fitting as (
  -- From the newest on, and no further than a page needs; words decide later.
  select l.rejection_id
    from (select l.rejection_id
            from frontier f
            join (select rejection_id from head
                  union all
                  select rejection_id from deeper) as l on l.rejection_id >= f.id
           order by l.rejection_id desc offset 0) as l
   where case when $7 = 0 then true
              else exists (select from rejection j
                            where j.rejection_id = l.rejection_id
                              and ($8::text = '' or $8 = any(j.codes))
                              and ($9::smallint = 0 or j.origin = $9)
                              and ($10::text = '' or j.assignee = $10)
                              and j.received_at >= $11::timestamptz
                              and j.received_at < $12::timestamptz
                              and ($13::text[] is null or j.codes && $13
                                   or j.findings is not null)
                              and j.state = any($14::smallint[]))
         end
   limit case when $13 is null then $6 end
)
select rejection_id, false as short, true as fits from fitting
union all
select id, true, false from frontier where id > 0
