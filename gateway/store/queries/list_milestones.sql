select municipality_id, milestone, to_char(reached_on, 'YYYY-MM-DD')
  from municipality_milestone
