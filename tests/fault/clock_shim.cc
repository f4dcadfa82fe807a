// Makes one process live in another time: loaded into a gateway by LD_PRELOAD,
// it adds what stands in the file TRIVSEL_FAULT_CLOCK (eight octets,
// nanoseconds, may change at any moment) to the wall clock, as if the
// machine's clock had been set. The monotonic clocks stay as they are. Waits
// until a moment of the wall clock end when that moment comes on the clock as
// it then is: set back meanwhile, they last longer, as in the kernel.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace {

constexpr int64_t kSecond = 1'000'000'000;

volatile int64_t* MapOffset() {
  static int64_t none = 0;
  const char* path = std::getenv("TRIVSEL_FAULT_CLOCK");
  const int fd = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return &none;
  void* mapped = mmap(nullptr, sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  return mapped == MAP_FAILED ? &none : static_cast<int64_t*>(mapped);
}

int64_t Offset() {
  static volatile int64_t* offset = MapOffset();
  return *offset;
}

template <typename Function>
Function Real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

// Waits are cut in slices, so that they see the clock move.
constexpr int64_t kSlice = 5'000'000;

int64_t Nanos(const timespec& time) {
  return time.tv_sec * kSecond + time.tv_nsec;
}

timespec Spec(int64_t nanos) { return {nanos / kSecond, nanos % kSecond}; }

int64_t MachineNow() {
  static const auto real = Real<int (*)(clockid_t, timespec*)>("clock_gettime");
  timespec now;
  real(CLOCK_REALTIME, &now);
  return Nanos(now);
}

// In the machine's time: when to look again. Sets whether that is the end.
timespec NextLook(const timespec& until, bool* last) {
  const int64_t now = MachineNow();
  const int64_t end = Nanos(until) - Offset();
  *last = end <= now + kSlice;
  return Spec(*last ? (end < 0 ? 0 : end) : now + kSlice);
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static const auto real = Real<int (*)(clockid_t, timespec*)>("clock_gettime");
  const int result = real(clock, time);
  if (result == 0 &&
      (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    *time = Spec(Nanos(*time) + Offset());
  }
  return result;
}

int gettimeofday(timeval* time, void*) noexcept {
  timespec now;
  const int result = clock_gettime(CLOCK_REALTIME, &now);
  *time = {now.tv_sec, now.tv_nsec / 1000};
  return result;
}

time_t time(time_t* out) noexcept {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out != nullptr) *out = now.tv_sec;
  return now.tv_sec;
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* until) {
  // Our programs make no condition variables on the monotonic clock that use
  // this call: the C++ library has pthread_cond_clockwait for those.
  static const auto real =
      Real<int (*)(pthread_cond_t*, pthread_mutex_t*, const timespec*)>(
          "pthread_cond_timedwait");
  bool last = false;
  const timespec look = NextLook(*until, &last);
  const int result = real(condition, mutex, &look);
  // Woken for no reason, as its users must expect.
  return result == ETIMEDOUT && !last ? 0 : result;
}

// Abseil waits by this call.
long syscall(long number, ...) noexcept {
  static const auto real = Real<long (*)(long, ...)>("syscall");
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& argument : a) argument = va_arg(list, long);
  va_end(list);
  const bool waits = number == SYS_futex && a[3] != 0 &&
                     (a[1] & FUTEX_CLOCK_REALTIME) != 0 &&
                     (a[1] & FUTEX_CMD_MASK) == FUTEX_WAIT_BITSET;
  if (!waits) return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  const timespec until = *reinterpret_cast<const timespec*>(a[3]);
  while (true) {
    bool last = false;
    const timespec look = NextLook(until, &last);
    const long result = real(number, a[0], a[1], a[2], &look, a[4], a[5]);
    if (last || result == 0 || errno != ETIMEDOUT) return result;
  }
}

}  // extern "C"
