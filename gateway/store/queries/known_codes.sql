-- The codes that open rejections have; at most $1.
select distinct code from rejection_total
 where code <> '' and state in (1, 2) and rejections > 0
union
select distinct code from rejection_change where code <> ''
 limit $1::int
