-- A destination's lanes, where they are not there yet.
insert into lane (destination_id, lane)
select $1::int, n::smallint from generate_series(0, 63) as n
    on conflict (destination_id, lane) do nothing
