// What can be seen without the network: options, files, the certificate.
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "client-sdk/cli/danish_time.h"
#include "client-sdk/cli/doctor/checkup.h"
#include "client-sdk/cli/gateway_client.h"
#include "client-sdk/cli/refusal_view.h"
#include "client-sdk/cli/token/inspection.h"
#include "client-sdk/cli/token_options.h"
#include "client-sdk/internal/channel.h"
#include "client-sdk/internal/tls_material.h"

namespace trivsel::cli::doctor {
namespace {

constexpr absl::Duration kSoon = absl::Hours(24 * 30);

std::string OriginText(const Setting& setting) {
  switch (setting.origin) {
    case SettingOrigin::kFlag:
      return "flag";
    case SettingOrigin::kEnvironment:
      return "$" + setting.where;
    case SettingOrigin::kFile:
      return setting.where;
    case SettingOrigin::kDefault:
      break;
  }
  return "standard/default";
}

Finding WrongUsage(Words said, Words advice) {
  Finding finding = Failed(std::move(said), std::move(advice));
  finding.usage = true;
  return finding;
}

Finding JudgeConfiguration(const Checkup& checkup) {
  const GatewayArguments& gateway = checkup.gateway;
  const absl::Status ranges = client::CheckOptionRanges(OptionsOf(gateway));
  if (!ranges.ok()) {
    return WrongUsage(SentenceOf(ranges), {"ret --gateway eller --timeout",
                                           "mend --gateway or --timeout"});
  }
  if (gateway.insecure && !client::internal::IsLoopback(gateway.endpoint)) {
    return WrongUsage({"--insecure er kun til denne maskine",
                       "--insecure is only for this machine"},
                      {"fjern --insecure", "remove --insecure"});
  }
  if (!gateway.insecure &&
      (gateway.certificate_file.empty() || gateway.key_file.empty())) {
    return WrongUsage({"klientcertifikatet eller dets nøgle mangler",
                       "the client certificate or its key is missing"},
                      {"giv --cert og --key (TRIVSEL_CERT, TRIVSEL_KEY)",
                       "give --cert and --key (TRIVSEL_CERT, TRIVSEL_KEY)"});
  }
  if (gateway.token_file.empty() && !gateway.sts_url.empty()) {
    const absl::Status sts = CheckStsArguments(gateway);
    if (!sts.ok()) {
      return WrongUsage(SentenceOf(sts),
                        {"giv det, der mangler, eller --token-file",
                         "give what is missing, or --token-file"});
    }
  }
  return Good({"gatewayen er " + gateway.endpoint,
               "the gateway is " + gateway.endpoint});
}

// A file that is named and cannot be used, as words; empty if all is well.
Words Unreadable(const std::string& path) {
  if (path.empty() || access(path.c_str(), R_OK) == 0) return {};
  const std::string why = std::strerror(errno);
  return {"kan ikke læse " + path + ": " + why,
          "cannot read " + path + ": " + why};
}

// Others than the owner may read it.
bool IsOpenToOthers(const std::string& path) {
  struct stat found {};
  return !path.empty() && stat(path.c_str(), &found) == 0 &&
         (found.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

Words LeftWords(absl::Duration left) {
  const Words span = WordsOf(left);
  if (left <= absl::ZeroDuration()) {
    return {"udløb for " + span.danish + " siden",
            "expired " + span.english + " ago"};
  }
  return {"udløber om " + span.danish, "expires in " + span.english};
}

}  // namespace

void SplitEndpoint(const std::string& endpoint, std::string* host,
                   std::string* port) {
  host->clear();
  port->clear();
  if (endpoint.rfind("unix:", 0) == 0) return;
  constexpr char kDns[] = "dns:///";
  std::string address = endpoint;
  if (address.rfind(kDns, 0) == 0) address.erase(0, sizeof kDns - 1);
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) {
    *host = address;
    *port = "443";
    return;
  }
  *host = address.substr(0, colon);
  *port = address.substr(colon + 1);
  if (host->size() > 2 && host->front() == '[' && host->back() == ']') {
    *host = host->substr(1, host->size() - 2);
  }
}

Finding CheckConfiguration(Checkup* checkup) {
  Finding finding = JudgeConfiguration(*checkup);
  for (const Setting& setting : checkup->arguments.settings) {
    if (setting.value.empty()) continue;
    finding.facts.push_back(
        {{setting.option, setting.option},
         setting.value + "  (" + OriginText(setting) + ")"});
  }
  return finding;
}

Finding CheckFiles(Checkup* checkup) {
  const GatewayArguments& gateway = checkup->gateway;
  for (const std::string& path :
       {gateway.certificate_file, gateway.key_file, gateway.ca_file,
        gateway.token_file, gateway.sts_ca_file,
        checkup->arguments.report_file}) {
    const Words why = Unreadable(path);
    if (!why.empty()) {
      return Failed(why, {"ret stien eller rettighederne",
                          "mend the path or the permissions"});
    }
  }
  for (const std::string& path : {gateway.key_file, gateway.token_file}) {
    if (!IsOpenToOthers(path)) continue;
    return Warning({"andre end ejeren kan læse " + path,
                    "others than the owner can read " + path},
                   {"chmod 600 " + path, "chmod 600 " + path});
  }
  return Good({"alle kan læses", "all can be read"});
}

Finding CheckCertificate(Checkup* checkup) {
  const GatewayArguments& gateway = checkup->gateway;
  if (gateway.insecure) return Skipped({"uden TLS", "without TLS"});
  const auto material = client::internal::ReadTlsFiles(checkup->tls_files());
  if (!material.ok()) {
    return Failed(SentenceOf(material.status()),
                  {"certifikat og nøgle skal være PEM og høre sammen",
                   "certificate and key must be PEM and belong together"});
  }
  const auto certificate = ReadCertificate(gateway.certificate_file);
  if (!certificate.ok()) {
    return Failed(SentenceOf(certificate.status()),
                  {"gem certifikatet som PEM", "save the certificate as PEM"});
  }
  const absl::Time now = absl::Now();
  const Words left = LeftWords(certificate->not_after() - now);
  Finding finding = Good({"nøglen passer; certifikatet " + left.danish,
                          "the key fits; the certificate " + left.english});
  const Words renew = {
      "forny certifikatet, og lad gatewayens registrator registrere det nye, "
      "før det gamle udløber",
      "renew the certificate, and have the gateway's registrar register the "
      "new one before the old one ends"};
  if (now < certificate->not_before()) {
    const std::string from = DanishTime(certificate->not_before());
    finding = Failed({"certifikatet gælder først fra " + from,
                      "the certificate is valid only from " + from},
                     {"se efter, at maskinens ur går rigtigt",
                      "check that the machine's clock is right"});
  } else if (now >= certificate->not_after()) {
    finding = Failed(
        {"certifikatet " + left.danish, "the certificate " + left.english},
        renew);
  } else if (certificate->not_after() - now < kSoon) {
    finding.state = StepState::kWarning;
    finding.advice = renew;
  }
  finding.facts = {
      {{"indehaver", "holder"}, certificate->subject()},
      {{"udsteder", "issuer"}, certificate->issuer()},
      {{"gælder til", "valid until"}, DanishTime(certificate->not_after())},
      {{"SHA-256", "SHA-256"},
       validator::token::Hex(certificate->certificate_thumbprint())}};
  if (!certificate->holder_cvr().empty()) {
    finding.facts.push_back(
        {{"indehavers CVR", "holder's CVR"}, certificate->holder_cvr()});
  }
  return finding;
}

}  // namespace trivsel::cli::doctor
