-- $1 actor, $2 name; null leaves what is: $3 new name, $4 active, $5 client id
-- ('' none), $6 reports a second, $7 concurrent calls, $8 octets a message (0:
-- the gateway's default).
with changed as (
  update submitter
     set name = coalesce($3::text, name),
         active = coalesce($4::boolean, active),
         client_id = case when $5::text is null then client_id else nullif($5, '') end,
         reports_per_second = case when $6::int is null then reports_per_second
                                   else nullif($6, 0) end,
         concurrent_calls = case when $7::int is null then concurrent_calls
                                 else nullif($7, 0) end,
         message_bytes = case when $8::int is null then message_bytes else nullif($8, 0) end
   where name = $2::text
  returning submitter_id
)
select submitter_id,
       journal_append(3::smallint, $1::text,
         convert_to(concat('submitter changed: ', $2::text, '; renamed to ' || $3,
                           case when $4 then '; active' when not $4 then '; inactive' end,
                           '; client id ' || $5, '; reports/s ' || $6::text,
                           '; calls ' || $7::text, '; octets ' || $8::text), 'UTF8'))
  from changed
