// Processor time of processes, from /proc: unlike rates it hardly depends on
// what else the machine does.
#ifndef TRIVSEL_TESTS_BENCH_CPU_TIME_H_
#define TRIVSEL_TESTS_BENCH_CPU_TIME_H_

#include <sys/types.h>

namespace trivsel::bench {

// Seconds, user and system, of one process; 0 if it is gone.
double CpuSecondsOf(pid_t process);
// The same of all that descend from it, itself not counted.
double CpuSecondsBelow(pid_t process);
// MiB of memory that a process holds resident, now and at the most.
double ResidentMebibytes(pid_t process);
double PeakMebibytes(pid_t process);

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_CPU_TIME_H_
