insert into retention_policy as p (months, days) values ($1::int, $2::int)
    on conflict (only_row) do update set months = $1, days = $2, told_at = now()
 where (p.months, p.days) is distinct from ($1, $2)
