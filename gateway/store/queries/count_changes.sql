-- Whether there is enough to fold ($1 changes).
select count(*) >= $1::int from (select from rejection_change limit $1::int) as known
