#include "tests/bench/known_caller.h"

#include <optional>
#include <string_view>
#include <utility>

#include "deploy/sandbox/sts/mint/assertion.h"
#include "deploy/sandbox/sts/mint/jwt.h"
#include "gateway/access/access_directory.h"
#include "gateway/access/authenticator.h"
#include "gateway/access/trust_store.h"
#include "tests/bench/require.h"
#include "tests/gateway/access/access_fixture.h"

namespace trivsel::bench {
namespace {

namespace mint = sandbox::mint;
namespace token = validator::token;

constexpr char kCvr[] = "29189447";

gateway::access::RegistrySnapshot Registry(const TokenScene& scene) {
  gateway::access::RegistrySnapshot snapshot;
  snapshot.version = 1;
  snapshot.municipalities = {{7, kCvr, "Holbæk Kommune", {"451000016003"}}};
  snapshot.submitters = {{3, "Fagsystem A/S"}};
  snapshot.permissions = {{3, 7}};
  gateway::access::RegisteredCredential credential;
  credential.fingerprint = scene.peer;
  credential.submitter_id = 3;
  snapshot.credentials = {credential};
  return snapshot;
}

std::string Policy() {
  return std::string("service_entity_ids: '") + mint::kSandboxService +
         "' reporter_roles: '" + mint::kSandboxRole +
         "' issuers { entity_id: '" + mint::kSandboxIssuer +
         "' certificate_files: 'sts.pem' } documents_not_required: true";
}

}  // namespace

TokenScene::TokenScene()
    : sts(authority.Issue(mint::StsSubject(1),
                          {now - absl::Hours(1), now + absl::Hours(9000)})),
      client(authority.Issue({"Fagsystem"},
                             {now - absl::Hours(1), now + absl::Hours(9000)})),
      peer(token::Digest(client.certificate_der())) {
  const mint::TokenRequest request =
      mint::ReporterRequest(kCvr, client.certificate_der(), now);
  jwt = mint::MintJwt(request, sts);
  assertion = mint::MintAssertion(request, sts);
  trust.issuers = {
      {mint::kSandboxIssuer,
       {Require(token::PublicKey::FromCertificateDer(sts.certificate_der()))}}};
  trust.service_entity_ids = {mint::kSandboxService};
  trust.reporter_roles = {mint::kSandboxRole};
}

struct KnownCaller::Parts {
  explicit Parts(const TokenScene& scene) : directory(registry, clock) {
    registry.Put(Registry(scene));
    Require(directory.Load());
    folder.Put("sts.pem", scene.sts.certificate_pem());
    folder.Put("policy", Policy());
    gateway::access::TrustStore::Options options;
    options.policy_file = folder.In("policy");
    trust.emplace(std::move(options), clock);
    Require(trust->Load());
    authenticator.emplace(directory, &*trust, nullptr, clock,
                          gateway::access::Authenticator::Options{});
    pem = scene.client.certificate_pem();
    header = "Bearer " + scene.jwt;
  }

  gateway::SystemClock clock;
  gateway::access::FakeRegistry registry;
  gateway::access::AccessDirectory directory;
  const gateway::access::Folder folder;
  std::optional<gateway::access::TrustStore> trust;
  std::optional<gateway::access::Authenticator> authenticator;
  std::string pem, header;
};

KnownCaller::KnownCaller(const TokenScene& scene)
    : parts_(std::make_unique<Parts>(scene)) {}

KnownCaller::~KnownCaller() = default;

void KnownCaller::Call() const {
  const std::string_view values[] = {parts_->header};
  if (parts_->authenticator->Authenticate(parts_->pem, values).index() != 0) {
    Die("the caller is not known");
  }
}

double KnownCaller::MicrosecondsACall() const {
  constexpr int kCalls = 100'000;
  const absl::Time begun = absl::Now();
  for (int i = 0; i < kCalls; ++i) Call();
  return absl::ToDoubleMicroseconds(absl::Now() - begun) / kCalls;
}

}  // namespace trivsel::bench
