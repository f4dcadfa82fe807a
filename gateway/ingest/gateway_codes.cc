#include "gateway/ingest/gateway_codes.h"

#include <string>

namespace trivsel::gateway::ingest {
namespace {

using validator::Finding;
using validator::Severity;

struct Row {
  GatewayCode code;
  const char* name;
  Severity severity;
  const char* path;
  const char* fhir_path;
  const char* danish;
  const char* english;
};

constexpr Row kRows[] = {
    {GatewayCode::kProtoUnreadable, "GW-PROTO-UNREADABLE", Severity::kError, "",
     "",
     "Rapporten kan ikke læses som trivsel.ltt.v1.DeliveryReport i binær form.",
     "The report cannot be read as a trivsel.ltt.v1.DeliveryReport in binary "
     "form."},
    {GatewayCode::kReportIdMismatch, "GW-REPORT-ID-MISMATCH", Severity::kError,
     "id", "Bundle.id",
     "Rapportens id i forsendelsen er et andet end det id, der står i "
     "rapporten.",
     "The report id of the submission is not the id that stands in the "
     "report."},
    {GatewayCode::kKleNoRule, "GW-KLE-NO-RULE", Severity::kWarning, "",
     "Bundle",
     "Ingen KLE-regel passer på rapporten; den er gemt uden KLE-emne.",
     "No KLE rule fits the report; it is stored without a KLE subject."},
    {GatewayCode::kFindingsLeftOut, "GW-FINDINGS-LEFT-OUT",
     Severity::kInformation, "", "Bundle",
     "Rapporten har flere fund end de 100, der vises.",
     "The report has more findings than the 100 that are shown."},
};

Finding FromRow(const Row& row) {
  return {row.name,      row.severity, row.path,
          row.fhir_path, row.danish,   row.english};
}

}  // namespace

Finding MakeFinding(GatewayCode code) {
  for (const Row& row : kRows) {
    if (row.code == code) return FromRow(row);
  }
  return FromRow(kRows[0]);
}

std::vector<Finding> AllGatewayFindings() {
  std::vector<Finding> all;
  for (const Row& row : kRows) all.push_back(FromRow(row));
  return all;
}

}  // namespace trivsel::gateway::ingest
