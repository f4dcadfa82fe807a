// The commands about rules: try them out, take them into use, look back.
#ifndef TRIVSEL_GATEWAY_CTL_RULE_COMMANDS_H_
#define TRIVSEL_GATEWAY_CTL_RULE_COMMANDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/ctl/command.h"

namespace trivsel::gateway::ctl {

// Files that the command line names.
struct RuleArguments {
  std::vector<std::string> terminology;
  std::string kle_rules;
  // As the gateways were started with; the new ones go over them.
  std::vector<std::string> own_terminology;
  std::string own_kle_rules, own_kle_facet;
  bool strict = false;
  std::string since, municipality;
  int examples = 20;
  std::string reason;
  int32_t edition = -1;  // an earlier one; 0: none
  std::string file;      // of `show`: print this one
};

// Not thread safe. Errors: INVALID_ARGUMENT a file that cannot be read or does
// not compile, NOT_FOUND, UNAVAILABLE.
class RuleCommands {
 public:
  explicit RuleCommands(Session& session) : session_(session) {}

  Answer Try(const RuleArguments& arguments);
  // A new edition of the files, or an earlier one. Compiles first.
  Answer Use(const RuleArguments& arguments);
  Answer List();
  Answer Show(const RuleArguments& arguments);

 private:
  Session& session_;
};

}  // namespace trivsel::gateway::ctl

#endif  // TRIVSEL_GATEWAY_CTL_RULE_COMMANDS_H_
