select retention_swap(to_date($1::text, 'YYYY-MM'), $2::text)
