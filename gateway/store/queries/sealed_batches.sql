-- When batches were sealed.
select batch_id, sealed_at from delivery_batch where batch_id = any($1::bigint[])
