-- The number of a destination, which from now on gets what is accepted.
insert into destination as d (name) values ($1)
    on conflict (name) do update set active = true
returning d.destination_id
