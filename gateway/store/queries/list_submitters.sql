select submitter_id, name, active from submitter order by name
