-- The numbers of a report's rejections, the newest first.
select rejection_id from rejection where report_key = $1::bigint
 order by rejection_id desc limit 100
