-- Partitions of this month and so many following. $1 months ahead.
select made, in_default from make_report_partitions($1::int);
