-- Reports of a month ("2025-01"), and how many are held back, by why: pending,
-- in an unsettled batch, with the operators, without a receipt.
with month as (
  select to_date($1::text, 'YYYY-MM')::timestamp at time zone 'UTC' as begin_at,
         (to_date($1::text, 'YYYY-MM') + interval '1 month')::timestamp at time zone 'UTC'
           as end_at
)
select (select count(*) from month, report
         where received_at >= begin_at and received_at < end_at),
       count(*) filter (where h.why = 1), count(*) filter (where h.why = 2),
       count(*) filter (where h.why = 3), count(*) filter (where h.why = 4)
  from month cross join lateral
       reports_held_back(begin_at, end_at, 0, 9223372036854775807) as h
