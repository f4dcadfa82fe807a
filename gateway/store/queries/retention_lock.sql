-- One at a time, on any gateway, until unlocked or gone.
select pg_try_advisory_lock(7232014303)
