-- What receivers rejected, of all municipalities, numbers below $1, at most
-- $2. As look_by_code.sql.
select rejection_id, row_number() over (order by rejection_id desc) = $2::bigint as short
  from (select rejection_id from rejection
         where origin = 2 and rejection_id < $1::bigint
         order by rejection_id desc
         limit $2) as walked
