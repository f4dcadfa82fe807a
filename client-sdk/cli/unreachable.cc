#include "client-sdk/cli/unreachable.h"

namespace trivsel::cli {
namespace {

// What gRPC 1.51 and OpenSSL 3 say, and what it means here.
struct Explanation {
  std::string_view sign;
  Phrase phrase;
};

constexpr Explanation kExplanations[] = {
    {"Connection refused",
     {"intet lytter på den adresse og port",
      "nothing listens at that address and port"}},
    {"certificate verify failed",
     {"gatewayens certifikat er ikke fra den udsteder, som --ca nævner, eller "
      "er udløbet",
      "the gateway's certificate is not from the authority of --ca, or has "
      "expired"}},
    {"Hostname Verification Check failed",
     {"gatewayens certifikat gælder ikke for den adresse",
      "the gateway's certificate is not for that address"}},
    // In TLS 1.3 the client learns of the refusal only afterwards.
    {"Socket closed",
     {"gatewayen lukkede forbindelsen: kræver den TLS og et klientcertifikat? "
      "--cert mangler, er udløbet eller er fra en udsteder, som den ikke "
      "kender",
      "the gateway closed the connection: does it ask for TLS and a client "
      "certificate? --cert is missing, has expired or is from an authority "
      "that it does not know"}},
    {"wrong version number",
     {"det, der lytter dér, taler ikke TLS",
      "what listens there does not speak TLS"}},
    {"ALPN",
     {"det, der lytter dér, er ikke en gateway (det taler ikke gRPC)",
      "what listens there is no gateway (it does not speak gRPC)"}},
    {"DNS resolution failed",
     {"navnet kan ikke slås op", "the name cannot be looked up"}},
    // No handshake could even be prepared.
    {"empty address list",
     {"--cert, --key og --ca kan ikke bruges sammen: er nøglen certifikatets?",
      "--cert, --key and --ca cannot be used together: is the key that of the "
      "certificate?"}},
};

}  // namespace

Phrase ExplainUnreachable(std::string_view cause) {
  for (const Explanation& explanation : kExplanations) {
    if (cause.find(explanation.sign) != std::string_view::npos) {
      return explanation.phrase;
    }
  }
  return {};
}

}  // namespace trivsel::cli
