-- Leaves the word of the first gateway's key; gives the one that is there.
insert into citizen_key_check (word) values ($1::bytea)
on conflict (one) do update set word = citizen_key_check.word
returning word;
