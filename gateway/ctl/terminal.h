// Where the commands that ask, and show progress, meet people.
#ifndef TRIVSEL_GATEWAY_CTL_TERMINAL_H_
#define TRIVSEL_GATEWAY_CTL_TERMINAL_H_

#include <istream>
#include <ostream>
#include <string>

namespace trivsel::gateway::ctl {

// Not thread safe.
struct Terminal {
  std::istream& in;     // what people answer
  std::ostream& out;    // results
  std::ostream& err;    // questions and progress
  bool people = false;  // they are there to be asked and shown progress

  // Asks on `err`; true for "j", "ja", "y", "yes". False when nobody is there.
  bool Confirmed(const std::string& question) const;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_TERMINAL_H_
