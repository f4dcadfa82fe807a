#include "deploy/sandbox/sts/commands.h"

#include <cstdio>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "deploy/sandbox/serving/durable_file.h"
#include "deploy/sandbox/sts/bad_desk.h"
#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/jwt.h"

namespace trivsel::sandbox::sts {
namespace {

absl::StatusOr<std::string> ReadCertificateFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  const std::string pem(std::istreambuf_iterator<char>(file), {});
  auto der = mint::CertificateDerOfPem(pem);
  if (der.ok()) return der;
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": ", der.status().message()));
}

absl::StatusOr<std::string> Token(const IssueDesk& desk, const MintFlags& flags,
                                  absl::Time now) {
  if (flags.form == "metadata") return desk.Metadata(now);
  const auto peer = ReadCertificateFile(flags.certificate);
  if (!peer.ok()) return peer.status();
  if (!flags.bad.empty()) {
    BadOrder order;
    order.kind = flags.bad;
    order.cvr = flags.cvr;
    order.peer_der = *peer;
    auto bad = MakeBad(desk, order, now);
    if (!bad.ok()) return bad.status();
    return std::move(bad->text);
  }
  const mint::TokenRequest request = desk.RequestFor(flags.cvr, *peer, now);
  const mint::KeyPair signer = desk.ring().Signer(now);
  return flags.form == "jwt" ? mint::MintJwt(request, signer)
                             : mint::MintAssertion(request, signer);
}

}  // namespace

absl::Status Mint(const IssueDesk& desk, const MintFlags& flags) {
  if (flags.form != "metadata" &&
      (flags.cvr.empty() || flags.certificate.empty())) {
    return absl::InvalidArgumentError("--cvr and --cert are needed");
  }
  const auto token = Token(desk, flags, absl::Now());
  if (!token.ok()) return token.status();
  if (!flags.out.empty()) return WriteDurably(flags.out, {*token});
  if (std::fwrite(token->data(), 1, token->size(), stdout) != token->size() ||
      std::fputc('\n', stdout) == EOF || std::fflush(stdout) != 0) {
    return absl::UnavailableError("cannot write to stdout");
  }
  return absl::OkStatus();
}

absl::Status IssueCertificate(const KeyRing& ring,
                              const CertificateFlags& flags) {
  const absl::Time now = absl::Now();
  const mint::KeyPair pair = ring.authority().Issue(
      {.common_name = flags.name,
       .organisation = flags.organisation,
       .cvr = flags.holder_cvr},
      {now - absl::Hours(1), now + absl::Hours(3 * 365 * 24)}, flags.bits);
  const absl::Status key =
      WriteDurably(flags.out + "-key.pem", {pair.key_pem()});
  if (!key.ok()) return key;
  return WriteDurably(flags.out + ".pem", {pair.certificate_pem()});
}

}  // namespace trivsel::sandbox::sts
