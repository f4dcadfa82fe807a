-- Which of the rejections $1 match: $2 all municipalities, else $3; states $4;
-- submitter $5 (0: any), code $6 (''), origin $7 (0), who has it $8 (''), from
-- $9, before $10; one of the codes $11 or a receiver's words. With codes and these
-- where $11 is not null: for more than that is looked for then. In no order.
-- One row each, of a narrow table: what a page shows of them, with the report,
-- is read for those that are on it only.
select j.rejection_id, case when $11::text[] is not null then j.codes end,
       case when $11 is not null then j.findings end
  from unnest($1::bigint[]) as wanted(rejection_id)
 cross join lateral (select rejection_id, municipality_id, submitter_id, origin, state, assignee,
                            received_at, codes, findings
                       from rejection where rejection_id = wanted.rejection_id
                     offset 0) as j
 where ($2::boolean or j.municipality_id = any($3::int[]))
   and j.state = any($4::smallint[])
   and ($5::int = 0 or j.submitter_id = $5)
   and ($6::text = '' or $6 = any(j.codes))
   and ($7::smallint = 0 or j.origin = $7)
   and ($8::text = '' or j.assignee = $8)
   and j.received_at >= $9::timestamptz and j.received_at < $10::timestamptz
   and ($11 is null or j.codes && $11 or j.findings is not null)
