#include "gateway/access/issuer_metadata.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "validator/token/metadata.h"

namespace trivsel::gateway::access {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;
using token::PublicKey;

bool SameKeys(const std::vector<PublicKey>& a,
              const std::vector<PublicKey>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const PublicKey& x, const PublicKey& y) {
                      return x.certificate_thumbprint() ==
                             y.certificate_thumbprint();
                    });
}

}  // namespace

IssuerMetadata::IssuerMetadata(FetchUrl fetch, absl::Duration retry_after,
                               const Clock& clock)
    : fetch_(std::move(fetch)), retry_after_(retry_after), clock_(clock) {}

void IssuerMetadata::Read(const std::string& entity_id, Followed* followed,
                          const absl::StatusOr<std::string>& octets) const {
  const auto problem = [&](const std::string& what) {
    followed->status = absl::FailedPreconditionError(
        absl::StrCat(entity_id, ": metadata: ", what));
  };
  if (!octets.ok()) return problem(std::string(octets.status().message()));
  auto read =
      token::ReadMetadata(*octets, entity_id, followed->signers, clock_.Now());
  if (const auto* fault = std::get_if<token::Fault>(&read)) {
    return problem(absl::StrCat(token::FaultName(fault->code), ": ",
                                token::EnglishSentence(*fault)));
  }
  auto& metadata = std::get<token::IssuerMetadata>(read);
  followed->keys = std::move(metadata.signing_keys);
  followed->endpoints = std::move(metadata.endpoints);
  followed->status = absl::OkStatus();
}

void IssuerMetadata::Follow(const LoadedPolicy& policy,
                            std::vector<WatchedFile>* seen) {
  std::map<std::string, Followed> next;
  std::set<std::string> anew;
  for (int i = 0; i < policy.policy.issuers_size(); ++i) {
    const v1::TrustedIssuer& issuer = policy.policy.issuers(i);
    if (issuer.metadata().empty()) continue;
    const std::string& name = issuer.entity_id();
    Followed& followed = next[name];
    followed.source = issuer.metadata();
    followed.signers = policy.issuers[static_cast<size_t>(i)].metadata_signers;
    const auto before = followed_.find(name);
    if (before != followed_.end() && before->second.source == followed.source &&
        SameKeys(before->second.signers, followed.signers)) {
      followed.keys = before->second.keys;
      followed.endpoints = before->second.endpoints;
      followed.status = before->second.status;
    } else {
      anew.insert(followed.source);
    }
    if (IsUrl(followed.source)) continue;
    Read(name, &followed,
         ReadWatched(followed.source, token::kMaxMetadataBytes, seen));
  }
  followed_ = std::move(next);
  FollowUrls(policy, anew);
}

// Those in `anew` are asked for at once: who may have signed their answers may
// be others by now.
void IssuerMetadata::FollowUrls(const LoadedPolicy& policy,
                                const std::set<std::string>& anew) {
  std::lock_guard lock(mutex_);
  std::map<std::string, Url> next;
  for (const v1::TrustedIssuer& issuer : policy.policy.issuers()) {
    const std::string& source = issuer.metadata();
    if (!IsUrl(source)) continue;
    Url& url = next[source];
    const auto before = urls_.find(source);
    if (before != urls_.end() && !anew.contains(source)) url = before->second;
    url.ca_file = issuer.metadata_ca_file();
    url.every = absl::Seconds(issuer.metadata_refresh_seconds());
    url.due = std::min(url.due, url.fetched + url.every);
  }
  urls_ = std::move(next);
}

void IssuerMetadata::FetchDue() {
  struct Due {
    std::string url, ca_file;
  };
  std::vector<Due> due;
  const absl::Time now = clock_.Now();
  {
    std::lock_guard lock(mutex_);
    for (const auto& [name, url] : urls_) {
      // A clock that was set back must not put it off.
      if (now >= url.due || now < url.fetched)
        due.push_back({name, url.ca_file});
    }
  }
  for (const Due& one : due) {
    absl::StatusOr<std::string> answer =
        fetch_ ? fetch_(one.url, one.ca_file)
               : absl::UnimplementedError("nothing is fetched here");
    std::lock_guard lock(mutex_);
    const auto url = urls_.find(one.url);
    if (url == urls_.end()) continue;  // of a policy that is gone
    url->second.fetched = clock_.Now();
    url->second.due = url->second.fetched +
                      (answer.ok() ? url->second.every
                                   : std::min(url->second.every, retry_after_));
    url->second.answer = std::move(answer);
  }
}

bool IssuerMetadata::Take() {
  std::map<std::string, absl::StatusOr<std::string>> answers;
  {
    std::lock_guard lock(mutex_);
    for (auto& [name, url] : urls_) {
      if (!url.answer) continue;
      answers.emplace(name, *std::move(url.answer));
      url.answer.reset();
    }
  }
  for (auto& [name, followed] : followed_) {
    const auto answer = answers.find(followed.source);
    if (answer != answers.end()) Read(name, &followed, answer->second);
  }
  return !answers.empty();
}

std::vector<PublicKey> IssuerMetadata::KeysOf(
    const std::string& entity_id) const {
  const auto followed = followed_.find(entity_id);
  return followed == followed_.end() ? std::vector<PublicKey>()
                                     : followed->second.keys;
}

token::RedirectEndpoints IssuerMetadata::EndpointsOf(
    const std::string& entity_id) const {
  const auto followed = followed_.find(entity_id);
  return followed == followed_.end() ? token::RedirectEndpoints()
                                     : followed->second.endpoints;
}

absl::Status IssuerMetadata::status() const {
  for (const auto& [name, followed] : followed_) {
    if (!followed.status.ok()) return followed.status;
  }
  return absl::OkStatus();
}

}  // namespace trivsel::gateway::access
