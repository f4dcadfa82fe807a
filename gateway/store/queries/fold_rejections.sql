select rejection_fold()
