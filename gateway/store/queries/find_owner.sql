-- The numbers of a municipality by its CVR number and of a submitter by its
-- name; null: there is none.
select (select municipality_id from municipality where cvr = $1::text),
       (select submitter_id from submitter where name = $2::text)
