-- $1 hash of the key, $2 adaptor: the request, which is gone then.
delete from login_request
 where key_hash = $1::bytea and adaptor = $2::smallint
returning browser_hash, request_id, return_path, expires_at > now()
