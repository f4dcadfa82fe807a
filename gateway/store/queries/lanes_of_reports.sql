-- The lanes of reports $1, none of which came before $2.
select k.report_key, r.lane
  from unnest($1::bigint[]) as k(report_key)
 cross join lateral (select lane from report
                      where report_key = k.report_key and received_at >= $2::timestamptz
                     offset 0) as r
