-- Reports by their keys, in the order asked for; only the submitter's own, and
-- only those about municipalities among $5 (0: reports that name none).
select r.report_key, r.lane, r.report_id, r.verdict, r.received_at, r.findings, r.kle_subject,
       r.kle_facet, r.kle_rule, r.kle_edition, r.rule_set, r.form, m.cvr,
       case when $4::boolean then r.content end, r.content_kept
  from unnest($2::bigint[], $3::timestamptz[])
       with ordinality as wanted(report_key, received_at, ord)
 cross join lateral (select report_key, lane, report_id, verdict, received_at, findings,
                            kle_subject, kle_facet, kle_rule, kle_edition, rule_set, form,
                            municipality_id, content, content_kept
                       from report
                      where report_key = wanted.report_key
                        and received_at = wanted.received_at
                        and submitter_id = $1::int
                        and coalesce(municipality_id, 0) = any($5::int[])
                     offset 0) as r
  left join municipality m on m.municipality_id = r.municipality_id
 order by wanted.ord
