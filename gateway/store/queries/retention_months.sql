-- Months that have a partition and are over, oldest first. $1 months and $2
-- days that content is kept.
select to_char(p.month, 'YYYY-MM'), p.bytes,
       (p.month + interval '1 month')::timestamp at time zone 'UTC'
         + make_interval(months => $1::int, days => $2::int) as due_at,
       now() as asked_at, m.dropped_at, coalesce(m.carried, 0), coalesce(m.reports, -1)
  from (select to_date(substr(c.relname, 8), 'YYYY_MM') as month,
               coalesce(pg_total_relation_size(c.oid), 0) as bytes
          from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent = 'report'::regclass
           and c.relname ~ '^report_[0-9]{4}_[0-9]{2}$') as p
  left join retention_month m on m.month = p.month
 where (p.month + interval '1 month')::timestamp at time zone 'UTC' <= now()
 order by 1
