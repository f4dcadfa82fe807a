-- What municipalities (1) and submitters (2) are called.
select 1::smallint, municipality_id, name, cvr from municipality
union all
select 2::smallint, submitter_id, name, '' from submitter
