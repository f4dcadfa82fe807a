select coalesce(max(use_id), 0) from rule_use
