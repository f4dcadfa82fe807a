-- $1 issuer, $2 name id, $3 session indexes (none: all of that person's), $4
-- what the journal says. How many ended.
with gone as (
  delete from login_session
   where issuer = $1::text and name_id = $2::text
     and (cardinality($3::text[]) = 0 or session_index = any ($3::text[]))
  returning user_key, cvr
), told as (
  select journal_append(11::smallint, 'user:' || user_key || '@' || cvr,
                        convert_to($4::text, 'UTF8'))
    from gone
)
select count(*) from told
