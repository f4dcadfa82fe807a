#include "validator/validator.h"

#include <utility>

#include "validator/catalogue.h"
#include "validator/invariants.h"
#include "validator/references.h"
#include "validator/rule_ops.h"
#include "validator/rule_plan.h"
#include "validator/standard.h"
#include "validator/trail.h"

namespace trivsel::validator {

struct Validator::Impl {
  std::shared_ptr<const Terminology> terminology;
  std::unique_ptr<const Element> standard;
  std::unique_ptr<const Catalogue> catalogue;
  RulePlan plan;
  std::string rule_set;
};

absl::StatusOr<std::unique_ptr<const Validator>> Validator::Create(
    std::shared_ptr<const Terminology> terminology) {
  auto impl = std::make_unique<Impl>();
  impl->terminology = std::move(terminology);
  auto standard = ResolveStandard();
  if (!standard.ok()) return standard.status();
  impl->standard = std::move(*standard);
  auto catalogue = Catalogue::Create(*impl->standard);
  if (!catalogue.ok()) return catalogue.status();
  impl->catalogue = std::move(*catalogue);
  auto plan =
      RulePlan::Compile(*impl->standard, *impl->catalogue, *impl->terminology);
  if (!plan.ok()) return plan.status();
  impl->plan = std::move(*plan);
  impl->rule_set = "ltt-1.0.1+" + impl->terminology->edition();
  return std::unique_ptr<const Validator>(new Validator(std::move(impl)));
}

Validator::Validator(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Validator::~Validator() = default;

void Validator::Validate(const ltt::v1::DeliveryReport& report,
                         const Context& context, Findings* findings) const {
  FindingSink sink(context.strictness, findings);
  const ReferenceIndex references(report);
  const Scene scene{report, references, context, sink};
  RuleRun(impl_->plan, *impl_->terminology, scene).Run();
}

const Terminology& Validator::terminology() const {
  return *impl_->terminology;
}

const std::string& Validator::rule_set() const { return impl_->rule_set; }

}  // namespace trivsel::validator
