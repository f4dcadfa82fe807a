// trivsel doctor: a vendor's whole set-up, step by step.
#include "absl/time/clock.h"
#include "client-sdk/cli/commands.h"
#include "client-sdk/cli/doctor/checkup.h"
#include "client-sdk/cli/doctor/step_view.h"

namespace trivsel::cli {
namespace {

using doctor::Checkup;
using doctor::Finding;
using doctor::StepState;

struct Step {
  doctor::StepName name;
  Finding (*check)(Checkup*);
};

constexpr Step kSteps[] = {
    {{"configuration", {"opsætning", "configuration"}},
     doctor::CheckConfiguration},
    {{"files", {"filer", "files"}}, doctor::CheckFiles},
    {{"certificate", {"klientcertifikat", "client certificate"}},
     doctor::CheckCertificate},
    {{"dns", {"navneopslag", "name look-up"}}, doctor::CheckDns},
    {{"tcp", {"forbindelse", "connection"}}, doctor::CheckTcp},
    {{"tls", {"TLS", "TLS"}}, doctor::CheckTls},
    {{"accepted", {"certifikat hos gatewayen", "certificate at the gateway"}},
     doctor::CheckAccepted},
    {{"token", {"token", "token"}}, doctor::CheckToken},
    {{"health", {"gatewayens tilstand", "the gateway's health"}},
     doctor::CheckHealth},
    {{"access", {"adgang", "access"}}, doctor::CheckAccess},
    {{"agreement", {"aftale", "agreement"}}, doctor::CheckAgreement},
    {{"clock", {"ur", "clock"}}, doctor::CheckClock}};

Finding NoTime() {
  return doctor::Failed(
      {"tiden er brugt (--time-limit)", "the time is used up (--time-limit)"},
      {"giv mere tid, eller se på det trin, der var længe om "
       "det",
       "give more time, or look at the step that took long"});
}

ExitCode ExitOfFailure(const Finding& finding) {
  if (finding.usage) return kUsage;
  return finding.unreachable ? kUnreachable : kSomeInvalid;
}

}  // namespace

ExitCode RunDoctor(const DoctorArguments& arguments,
                   const GatewayArguments& gateway, const ViewArguments& view) {
  Checkup checkup{arguments, gateway,
                  absl::Now() + absl::Seconds(arguments.limit_seconds), ""};
  doctor::SplitEndpoint(gateway.endpoint, &checkup.host, &checkup.port);
  ExitCode exit = kAllWell;
  for (const Step& step : kSteps) {
    if (exit != kAllWell) {
      doctor::ShowStep(step.name, doctor::Skipped({"sprunget over", "skipped"}),
                       view);
      continue;
    }
    doctor::ShowLooking(step.name, view);
    const Finding finding =
        absl::Now() < checkup.deadline ? step.check(&checkup) : NoTime();
    doctor::ShowStep(step.name, finding, view);
    if (finding.state == StepState::kFailed) exit = ExitOfFailure(finding);
  }
  return exit;
}

}  // namespace trivsel::cli
