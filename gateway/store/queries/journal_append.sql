select journal_append($1::smallint, $2::text, $3::bytea)
