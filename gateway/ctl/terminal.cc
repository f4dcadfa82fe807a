#include "gateway/ctl/terminal.h"

namespace trivsel::gateway::ctl {

bool Terminal::Confirmed(const std::string& question) const {
  if (!people) return false;
  err << question << " [j/N] " << std::flush;
  std::string answer;
  std::getline(in, answer);
  return answer == "j" || answer == "ja" || answer == "y" || answer == "yes";
}

}  // namespace trivsel::gateway::ctl
