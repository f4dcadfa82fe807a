#include "gateway/access/access_book.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::access {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;
using token::Fault;
using token::OrFault;
using CallerPtr = std::shared_ptr<const Caller>;

constexpr const char* kDocumentNames[] = {
    "tilslutningsaftale / connection agreement",
    "databehandleraftale / data processing agreement"};

const absl::TimeZone& DanishTime() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone found = absl::UTCTimeZone();
    absl::LoadTimeZone("Europe/Copenhagen", &found);
    return found;
  }();
  return zone;
}

std::string ShowTime(absl::Time time) {
  if (time == absl::InfinitePast() || time == absl::InfiniteFuture()) {
    return "…";
  }
  return absl::FormatTime("%Y-%m-%d %H:%M", time, DanishTime());
}

absl::string_view View(std::string_view text) {
  return {text.data(), text.size()};
}

// Of windows that overlap, the one that holds longest; null: none holds now.
const Window* Holding(const std::vector<Window>& windows, absl::Time now) {
  const Window* best = nullptr;
  for (const Window& window : windows) {
    if (window.Has(now) && (best == nullptr || window.until > best->until)) {
      best = &window;
    }
  }
  return best;
}

// Of windows none of which holds, the one to tell of: the next, or the last.
const Window& Nearest(const std::vector<Window>& windows, absl::Time now) {
  const Window* best = &windows.front();
  for (const Window& window : windows) {
    const bool later = window.from > best->from;
    if (best->from > now ? window.from > now && !later : later) best = &window;
  }
  return *best;
}

// The windows' next beginning or end.
absl::Time NextChange(const std::vector<Window>& windows, absl::Time now) {
  absl::Time next = absl::InfiniteFuture();
  for (const Window& window : windows) {
    if (window.from > now) next = std::min(next, window.from);
    if (window.until > now) next = std::min(next, window.until);
  }
  return next;
}

Fault Expired(const Window& window) {
  return {v1::ACCESS_FAULT_CERTIFICATE_EXPIRED, "", ShowWindow(window)};
}

std::shared_ptr<Caller> NewCaller(const RegisteredSubmitter& submitter) {
  auto caller = std::make_shared<Caller>();
  caller->submitter_id = submitter.id;
  caller->submitter = submitter.name;
  caller->limits = submitter.limits;
  return caller;
}

}  // namespace

std::string ShowWindow(const Window& window) {
  return absl::StrCat(ShowTime(window.from), " - ", ShowTime(window.until));
}

AccessBook::AccessBook(RegistrySnapshot snapshot) : version_(snapshot.version) {
  for (Municipality& municipality : snapshot.municipalities) {
    const int32_t id = municipality.id;
    place_by_cvr_[municipality.cvr] = id;
    places_[id].municipality =
        std::make_shared<Municipality>(std::move(municipality));
  }
  for (RegisteredSubmitter& submitter : snapshot.submitters) {
    by_name_[submitter.name] = submitter.id;
    if (!submitter.client_id.empty()) {
      by_client_id_[submitter.client_id] = submitter.id;
    }
    submitters_[submitter.id].row = std::move(submitter);
  }
  for (const RegisteredPermission& permission : snapshot.permissions) {
    const auto submitter = submitters_.find(permission.submitter_id);
    if (submitter == submitters_.end() ||
        !places_.contains(permission.municipality_id)) {
      continue;
    }
    submitter->second.permissions[permission.municipality_id].push_back(
        {permission.from, permission.until});
  }
  for (const RegisteredDocument& document : snapshot.documents) {
    const auto place = places_.find(document.municipality_id);
    const size_t kind = static_cast<size_t>(document.kind) - 1;
    if (place == places_.end() || kind >= kKinds) continue;
    place->second.documents[kind].push_back({document.from, document.until});
  }
  for (const RegisteredCredential& credential : snapshot.credentials) {
    AddCredential(credential);
  }
}

void AccessBook::AddCredential(const RegisteredCredential& credential) {
  const auto submitter = submitters_.find(credential.submitter_id);
  const bool is_operator = credential.submitter_id == 0;
  if (submitter == submitters_.end() && !is_operator) return;
  if (!is_operator && !credential.key_der.empty()) {
    submitter->second.keys.push_back(
        {token::Digest(credential.key_der), credential.key_der,
         credential.revoked, credential.not_before, credential.not_after});
  }
  if (credential.bare_key) return;
  peers_[credential.fingerprint] = {
      {credential.fingerprint, credential.submitter_id,
       credential.operator_name, credential.operator_grants,
       credential.not_after},
      credential.revoked,
      {credential.not_before, credential.not_after}};
}

OrFault<RegisteredPeer> AccessBook::FindPeer(const Fingerprint& fingerprint,
                                             absl::Time now) const {
  const auto found = peers_.find(fingerprint);
  if (found == peers_.end()) {
    return Fault{v1::ACCESS_FAULT_CERTIFICATE_UNKNOWN, "",
                 absl::StrCat("SHA-256 ", ToHex(fingerprint))};
  }
  const Peer& peer = found->second;
  if (peer.revoked) {
    return Fault{v1::ACCESS_FAULT_CERTIFICATE_REVOKED, "",
                 absl::StrCat("SHA-256 ", ToHex(fingerprint))};
  }
  if (!peer.window.Has(now)) return Expired(peer.window);
  return peer.registered;
}

std::variant<const AccessBook::Submitter*, Fault> AccessBook::FindActive(
    int32_t submitter_id) const {
  const auto found = submitters_.find(submitter_id);
  if (found == submitters_.end()) {
    // Its credentials went with it.
    return Fault{v1::ACCESS_FAULT_CERTIFICATE_UNKNOWN};
  }
  if (!found->second.row.active) {
    return Fault{v1::ACCESS_FAULT_SUBMITTER_INACTIVE, "",
                 token::Shown(found->second.row.name)};
  }
  return &found->second;
}

std::variant<absl::Time, Fault> AccessBook::MayReport(
    const Submitter& submitter, const Place& place, absl::Time now,
    bool documents) const {
  const std::string& cvr = place.municipality->cvr;
  const auto permission = submitter.permissions.find(place.municipality->id);
  if (permission == submitter.permissions.end()) {
    return Fault{v1::ACCESS_FAULT_AGREEMENT_MISSING,
                 token::Shown(submitter.row.name), cvr};
  }
  absl::Time until = absl::InfiniteFuture();
  const auto need = [&](const std::vector<Window>& windows,
                        const std::string& what) -> std::optional<Fault> {
    if (windows.empty()) {
      return Fault{v1::ACCESS_FAULT_AGREEMENT_MISSING, what, cvr};
    }
    const Window* holding = Holding(windows, now);
    if (holding == nullptr) {
      return Fault{v1::ACCESS_FAULT_AGREEMENT_NOT_VALID_NOW, what,
                   absl::StrCat(cvr, ": ", ShowWindow(Nearest(windows, now)))};
    }
    until = std::min(until, holding->until);
    return std::nullopt;
  };
  auto missing = need(permission->second, token::Shown(submitter.row.name));
  for (size_t kind = 0; documents && !missing && kind < kKinds; ++kind) {
    missing = need(place.documents[kind], kDocumentNames[kind]);
  }
  if (missing) return *std::move(missing);
  return until;
}

OrFault<CallerPtr> AccessBook::Resolve(int32_t submitter_id,
                                       std::string_view cvr, absl::Time now,
                                       bool documents) const {
  auto submitter = FindActive(submitter_id);
  if (auto* fault = std::get_if<Fault>(&submitter)) return std::move(*fault);
  const auto place = place_by_cvr_.find(View(cvr));
  if (place == place_by_cvr_.end()) {
    return Fault{v1::ACCESS_FAULT_MUNICIPALITY_UNKNOWN, "",
                 token::Shown(cvr, 20)};
  }
  const Submitter& who = *std::get<const Submitter*>(submitter);
  const Place& where = places_.at(place->second);
  auto may = MayReport(who, where, now, documents);
  if (auto* fault = std::get_if<Fault>(&may)) return std::move(*fault);
  std::shared_ptr<Caller> caller = NewCaller(who.row);
  caller->municipalities = {where.municipality};
  caller->valid_until = std::get<absl::Time>(may);
  return CallerPtr(std::move(caller));
}

OrFault<CallerPtr> AccessBook::ResolveAll(int32_t submitter_id, absl::Time now,
                                          bool documents) const {
  auto submitter = FindActive(submitter_id);
  if (auto* fault = std::get_if<Fault>(&submitter)) return std::move(*fault);
  const Submitter& who = *std::get<const Submitter*>(submitter);
  std::shared_ptr<Caller> caller = NewCaller(who.row);
  for (const auto& [id, windows] : who.permissions) {
    const Place& where = places_.at(id);
    absl::Time change = NextChange(windows, now);
    for (const auto& kind : where.documents) {
      if (documents) change = std::min(change, NextChange(kind, now));
    }
    caller->valid_until = std::min(caller->valid_until, change);
    if (std::holds_alternative<absl::Time>(
            MayReport(who, where, now, documents))) {
      caller->municipalities.push_back(where.municipality);
    }
  }
  return CallerPtr(std::move(caller));
}

int32_t AccessBook::FindMunicipality(std::string_view cvr) const {
  const auto found = place_by_cvr_.find(View(cvr));
  return found == place_by_cvr_.end() ? 0 : found->second;
}

std::shared_ptr<const Municipality> AccessBook::FindMunicipality(
    int32_t id) const {
  const auto found = places_.find(id);
  return found == places_.end() ? nullptr : found->second.municipality;
}

int32_t AccessBook::FindByName(std::string_view submitter) const {
  const auto found = by_name_.find(View(submitter));
  return found == by_name_.end() ? 0 : found->second;
}

OrFault<RegisteredClient> AccessBook::FindClient(
    std::string_view client_id) const {
  const auto found = by_client_id_.find(View(client_id));
  if (found == by_client_id_.end()) {
    return Fault{v1::ACCESS_FAULT_CLIENT_UNKNOWN, "", token::Shown(client_id)};
  }
  auto submitter = FindActive(found->second);
  if (auto* fault = std::get_if<Fault>(&submitter)) return std::move(*fault);
  return RegisteredClient{found->second,
                          std::get<const Submitter*>(submitter)->keys};
}

std::vector<AccessBook::Credential> AccessBook::Credentials() const {
  std::vector<Credential> all;
  for (const auto& [fingerprint, peer] : peers_) {
    if (peer.revoked) continue;
    const auto submitter = submitters_.find(peer.registered.submitter_id);
    if (submitter != submitters_.end() && !submitter->second.row.active) {
      continue;
    }
    all.push_back({submitter == submitters_.end()
                       ? peer.registered.operator_name
                       : submitter->second.row.name,
                   fingerprint, peer.window.until});
  }
  return all;
}

}  // namespace trivsel::gateway::access
