// Is it the gateway, and does it take our certificate.
#include "client-sdk/cli/danish_time.h"
#include "client-sdk/cli/doctor/checkup.h"

namespace trivsel::cli::doctor {
namespace {

constexpr absl::Duration kSoon = absl::Hours(24 * 30);

std::string Listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + name;
  }
  return list.empty() ? "-" : list;
}

Finding NoHandshake(const TlsSeen& seen) {
  Finding finding =
      seen.plaintext
          ? Failed({"det, der lytter dér, taler ikke TLS",
                    "what listens there does not speak TLS"},
                   {"er porten gatewayens gRPC-port (som regel 7443)?",
                    "is the port the gateway's gRPC port (mostly 7443)?"})
          : Failed({"TLS-forhandlingen mislykkes: " + seen.failure,
                    "the TLS handshake fails: " + seen.failure},
                   {"kan en proxy eller firewall bryde TLS op undervejs?",
                    "could a proxy or firewall break TLS open on the way?"});
  finding.unreachable = true;
  return finding;
}

// What is wrong with the server's certificate; kGood if nothing is.
Finding JudgeServer(const Checkup& checkup, const TlsSeen& seen) {
  if (seen.expired) {
    return Failed({"gatewayens certifikat er ikke gyldigt nu",
                   "the gateway's certificate is not valid now"},
                  {"se efter maskinens ur; går det rigtigt, så meld det til "
                   "gatewayens drift",
                   "check the machine's clock; if it is right, tell the "
                   "gateway's operators"});
  }
  if (!seen.trusted) {
    return Failed({"gatewayens certifikat er ikke fra en udsteder, som --ca "
                   "nævner (" +
                       seen.distrust + ")",
                   "the gateway's certificate is not from an authority of "
                   "--ca (" +
                       seen.distrust + ")"},
                  {"brug CA-filen til det miljø, --gateway peger på",
                   "use the CA file of the environment that --gateway is in"});
  }
  if (!seen.name_matches) {
    return Failed({"gatewayens certifikat gælder ikke for " + checkup.host +
                       ", men for " + Listed(seen.names),
                   "the gateway's certificate is not for " + checkup.host +
                       ", but for " + Listed(seen.names)},
                  {"brug et af de navne i --gateway",
                   "use one of those names in --gateway"});
  }
  if (seen.protocol != "h2") {
    return Failed({"det, der lytter dér, er ikke en gateway (det taler ikke "
                   "gRPC)",
                   "what listens there is no gateway (it does not speak gRPC)"},
                  {"er porten gatewayens gRPC-port (som regel 7443)?",
                   "is the port the gateway's gRPC port (mostly 7443)?"});
  }
  return Good(
      {seen.version + " med gatewayen", seen.version + " with the gateway"});
}

}  // namespace

Finding CheckTls(Checkup* checkup) {
  if (!checkup->tls.has_value()) return Skipped({"uden TLS", "without TLS"});
  const TlsSeen& seen = *checkup->tls;
  if (!seen.shaken) return NoHandshake(seen);
  Finding finding = JudgeServer(*checkup, seen);
  finding.unreachable = finding.state == StepState::kFailed;
  if (seen.chain.empty()) return finding;
  const validator::token::PublicKey& own = seen.chain.front();
  const absl::Duration left = own.not_after() - absl::Now();
  if (finding.state == StepState::kGood && left < kSoon) {
    finding.state = StepState::kWarning;
    finding.said.danish +=
        "; dens certifikat udløber om " + WordsOf(left).danish;
    finding.said.english +=
        "; its certificate expires in " + WordsOf(left).english;
  }
  finding.facts = {
      {{"gatewayens certifikat", "the gateway's certificate"}, own.subject()},
      {{"udsteder", "issuer"}, own.issuer()},
      {{"navne", "names"}, Listed(seen.names)},
      {{"gælder til", "valid until"}, DanishTime(own.not_after())},
      {{"certifikater i kæden", "certificates in the chain"},
       std::to_string(seen.chain.size())}};
  return finding;
}

Finding CheckAccepted(Checkup* checkup) {
  if (!checkup->tls.has_value()) return Skipped({"uden TLS", "without TLS"});
  const TlsSeen& seen = *checkup->tls;
  if (seen.accepted) {
    return Good({"gatewayen tager imod klientcertifikatet",
                 "the gateway takes the client certificate"});
  }
  return Failed({"gatewayen afviser klientcertifikatet: " + seen.refusal,
                 "the gateway refuses the client certificate: " + seen.refusal},
                {"er certifikatet udstedt af en CA, som gatewayen stoler på "
                 "(OCES3, rigtigt miljø), og sendes hele kæden med?",
                 "is the certificate from a CA that the gateway trusts (OCES3, "
                 "right environment), and is the whole chain sent?"});
}

}  // namespace trivsel::cli::doctor
