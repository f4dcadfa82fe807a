-- Batches of a replay that have not been answered for again.
select count(*) from delivery_batch
 where destination_id = $1::int and settled_at is null and replay_id = $2::bigint
