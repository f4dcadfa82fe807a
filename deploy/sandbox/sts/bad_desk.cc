#include "deploy/sandbox/sts/bad_desk.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "deploy/sandbox/sts/mint/encoding.h"

namespace trivsel::sandbox::sts {
namespace {

std::vector<std::string> Expected(const mint::BadToken& token) {
  std::vector<std::string> names;
  for (const auto fault : token.allowed) {
    names.push_back(gateway::v1::AccessFault_Name(fault).substr(
        sizeof("ACCESS_FAULT_") - 1));
  }
  return names;
}

std::vector<mint::BadToken> All(const IssueDesk& desk, const BadOrder& order,
                                absl::Time now) {
  const KeyRing& ring = desk.ring();
  mint::ClientAssertionRequest client;
  client.client_id = order.client_id;
  client.audience = order.audience;
  client.now = now;
  return mint::BadTokens({desk.RequestFor(order.cvr, order.peer_der, now),
                          client, ring.Signer(now), ring.expired(),
                          ring.other_issuer(), ring.stranger(), ring.client()});
}

}  // namespace

absl::StatusOr<mint::BadToken> MakeBad(const IssueDesk& desk,
                                       const BadOrder& order, absl::Time now) {
  for (mint::BadToken& token : All(desk, order, now)) {
    if (token.name == order.kind) return std::move(token);
  }
  return absl::NotFoundError(
      absl::StrCat("no such kind; GET /kinds has them all"));
}

std::string KindsJson(const IssueDesk& desk, absl::Time now) {
  BadOrder order;
  order.peer_der = desk.ring().client().certificate_der();
  std::string list;
  for (const mint::BadToken& token : All(desk, order, now)) {
    std::vector<std::string> expected = Expected(token);
    for (std::string& name : expected) name = mint::JsonText(name);
    absl::StrAppend(
        &list, list.empty() ? "" : ",\n",
        mint::Json({{"name", mint::JsonText(token.name)},
                    {"form", mint::JsonText(mint::NameOf(token.form))},
                    {"expected",
                     absl::StrCat("[", absl::StrJoin(expected, ","), "]")}}));
  }
  return absl::StrCat("[", list, "]\n");
}

std::string ExpectedOf(const mint::BadToken& token) {
  return absl::StrJoin(Expected(token), ",");
}

}  // namespace trivsel::sandbox::sts
