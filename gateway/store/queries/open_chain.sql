select journal_open_chain($1::text)
