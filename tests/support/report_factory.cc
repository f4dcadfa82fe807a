#include "tests/support/report_factory.h"

#include <google/protobuf/text_format.h>
#include <openssl/sha.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/time/time.h"

namespace trivsel::testing {
namespace {

// Published by dk-core and KL as test patients; those of school age in 2025.
constexpr std::array<const char*, 8> kChildren = {
    "0505109990", "1110109996", "0505149996", "0505159995",
    "0212159995", "1310169995", "1310169996", "0505209996"};

// $0 report id, $1 its time, $2 citizen id, $3 CPR, $4 SOR, $5 care plan id,
// $6 encounter id, $7 the encounter's time
constexpr char kReport[] = R"(
id: "$0" type: BUNDLE_TYPE_COLLECTION timestamp: "$1"
entry {
  full_url: "https://test.fhir.dk/Patient/$2"
  citizen {
    id: "$2" meta { last_updated: "2025-01-06T08:00:00Z" }
    identifier {
      use: IDENTIFIER_USE_OFFICIAL system: "urn:oid:1.2.208.176.1.2"
      value: "$3"
    }
    active: true
    managing_organization { identifier {
      use: IDENTIFIER_USE_OFFICIAL system: "urn:oid:1.2.208.176.1.1"
      value: "$4"
    } }
  }
}
entry {
  full_url: "https://test.fhir.dk/CarePlan/$5"
  care_plan {
    id: "$5" meta { last_updated: "$7" }
    status: REQUEST_STATUS_ACTIVE intent: CARE_PLAN_INTENT_PLAN
    subject { reference: "Patient/$2" }
    period { start: "2025-01-06T08:00:00Z" }
    activity { detail {
      code { coding {
        system: "http://fhir.kl.dk/term/CodeSystem/CareSocialCodes"
        code: "01302bcb-c7f3-42c4-8ded-68e33da064eb"
      } }
      reason_code { coding {
        system: "http://fhir.kl.dk/term/CodeSystem/LTT"
        code: "bf4df811-805a-4309-8394-7d9ea31b8af7"
      } }
      status: ACTIVITY_STATUS_IN_PROGRESS
    } }
  }
}
entry {
  full_url: "https://test.fhir.dk/Encounter/$6"
  encounter {
    id: "$6" meta { last_updated: "$7" }
    based_on_care_plan { reference: "CarePlan/$5" }
    status: ENCOUNTER_STATUS_FINISHED
    class {
      system: "http://terminology.hl7.org/CodeSystem/v3-ActCode" code: "AMB"
    }
    type { coding {
      system: "http://fhir.kl.dk/term/CodeSystem/LTT"
      code: "e2eee938-a58c-42d0-a514-dc91779b1243"
    } }
    subject { reference: "Patient/$2" }
    period { start: "$7" }
  }
}
)";

std::string Instant(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

}  // namespace

int ReportFactory::children() { return static_cast<int>(kChildren.size()); }

std::string ReportFactory::Uuid(const std::string& what) const {
  const std::string source = absl::StrCat(seed_, "/", what);
  uint8_t h[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const uint8_t*>(source.data()), source.size(), h);
  char uuid[37];
  std::snprintf(uuid, sizeof(uuid),
                "%02x%02x%02x%02x-%02x%02x-4%01x%02x-a%01x%02x-"
                "%02x%02x%02x%02x%02x%02x",
                h[0], h[1], h[2], h[3], h[4], h[5], h[6] & 15, h[7], h[8] & 15,
                h[9], h[10], h[11], h[12], h[13], h[14], h[15]);
  return uuid;
}

ltt::v1::DeliveryReport ReportFactory::Next() {
  const int number = next_++;
  const int child = ChildOf(number);
  // 2025-01-06T09:00:00Z, a minute for each report.
  const absl::Time seen =
      absl::FromUnixSeconds(1'736'154'000) + absl::Minutes(number);
  const std::string text = absl::Substitute(
      kReport, Uuid(absl::StrCat("report", number)),
      Instant(seen + absl::Seconds(30)), Uuid(absl::StrCat("citizen", child)),
      kChildren[child], kFactorySor, Uuid(absl::StrCat("plan", child)),
      Uuid(absl::StrCat("encounter", number)), Instant(seen));
  ltt::v1::DeliveryReport report;
  if (!google::protobuf::TextFormat::ParseFromString(text, &report)) {
    std::fputs("the factory's template does not fit the proto\n", stderr);
    std::abort();
  }
  return report;
}

}  // namespace trivsel::testing
