select months, days from retention_policy
