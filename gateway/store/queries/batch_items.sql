-- A batch as it goes out. The lookups are of one row each, by primary key, and
-- `offset 0` keeps it so, whatever the planner believes of the tables' sizes.
select b.sealed_at, cardinality(b.report_keys), b.incomplete_answers,
       m.report_key, r.report_id, r.canonical, r.submitter_id, coalesce(r.municipality_id, 0)
  from delivery_batch b
 cross join lateral unnest(b.report_keys, b.received_ats)
       with ordinality as m(report_key, received_at, ord)
 cross join lateral (select report_id, coalesce(canonical, content) as canonical,
                            submitter_id, municipality_id
                       from report
                      where report_key = m.report_key and received_at = m.received_at
                        -- Never an empty report in the place of one that is gone.
                        and content_kept
                     offset 0) as r
 where b.batch_id = $1::bigint
 order by m.ord
