select rejection_fold(), report_count_fold()
