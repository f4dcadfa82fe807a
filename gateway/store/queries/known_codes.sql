-- The codes that open rejections have, or have had; at most $1. One look in an
-- index for each.
with recursive known(code) as (
  select min(code) from rejection_total where code > ''
  union all
  select (select min(t.code) from rejection_total t where t.code > k.code)
    from known k where k.code is not null
)
select code from (select code from known where code is not null
                  union
                  select code from rejection_change where code <> '') as codes
 limit $1::int
