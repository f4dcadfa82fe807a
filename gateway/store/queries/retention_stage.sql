select retention_stage(to_date($1::text, 'YYYY-MM'), $2::int)
