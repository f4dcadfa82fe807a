-- Whether there is enough to fold: $1 changes of rejections' counts, or any of
-- the others, by whose counts a municipality's first day is found.
select exists (select from report_count_change)
       or (select count(*) from (select from rejection_change limit $1::int) as known) >= $1
