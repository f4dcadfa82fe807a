-- An entry of the common chain: kind, who, what about.
select journal_append($1::smallint, $2::text, convert_to($3::text, 'UTF8'))
