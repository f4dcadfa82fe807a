#include "tests/bench/cpu_time.h"

#include <dirent.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"

namespace trivsel::bench {
namespace {

struct ProcessStat {
  pid_t parent = 0;
  double seconds = 0;
};

// Fields 4, 14 and 15 of proc(5) stat; the name before them may hold anything
// but ends with the last parenthesis.
ProcessStat StatOf(pid_t process) {
  std::ifstream file(absl::StrCat("/proc/", process, "/stat"));
  std::string text;
  std::getline(file, text);
  const size_t end = text.rfind(')');
  if (end == std::string::npos) return {};
  std::istringstream rest(text.substr(end + 1));
  std::string skipped;
  ProcessStat stat;
  rest >> skipped >> stat.parent;
  for (int field = 5; field <= 13; ++field) rest >> skipped;
  double user = 0, system = 0;
  rest >> user >> system;
  stat.seconds = (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  return stat;
}

double StatusMebibytes(pid_t process, const std::string& name) {
  std::ifstream file(absl::StrCat("/proc/", process, "/status"));
  std::string line;
  while (std::getline(file, line)) {
    if (line.rfind(name + ":", 0) == 0) {
      return std::atof(line.c_str() + name.size() + 1) / 1024;
    }
  }
  return 0;
}

}  // namespace

double CpuSecondsOf(pid_t process) { return StatOf(process).seconds; }

double CpuSecondsBelow(pid_t process) {
  std::multimap<pid_t, pid_t> children;
  std::map<pid_t, double> seconds;
  DIR* folder = opendir("/proc");
  if (folder == nullptr) return 0;
  while (const dirent* entry = readdir(folder)) {
    const pid_t other = std::atoi(entry->d_name);
    if (other <= 0) continue;
    const ProcessStat stat = StatOf(other);
    children.emplace(stat.parent, other);
    seconds[other] = stat.seconds;
  }
  closedir(folder);
  double sum = 0;
  std::set<pid_t> open = {process};
  while (!open.empty()) {
    const pid_t parent = *open.begin();
    open.erase(open.begin());
    const auto [from, to] = children.equal_range(parent);
    for (auto child = from; child != to; ++child) {
      sum += seconds[child->second];
      open.insert(child->second);
    }
  }
  return sum;
}

double ResidentMebibytes(pid_t process) {
  return StatusMebibytes(process, "VmRSS");
}

double PeakMebibytes(pid_t process) {
  return StatusMebibytes(process, "VmHWM");
}

}  // namespace trivsel::bench
