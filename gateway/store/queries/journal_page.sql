-- The entries after one, chain by chain, for verification.
select chain_id, seq, at, kind, actor, subject, prev_hash, hash
  from journal
 where (chain_id, seq) > ($1::bigint, $2::bigint)
 order by chain_id, seq
 limit $3::bigint
