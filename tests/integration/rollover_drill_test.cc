// The drill before the announced morning: under load the STS changes the
// certificate that it signs with and the gateway its server certificate, and
// nobody notices.

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "gateway/access/fingerprint.h"
#include "tests/integration/tls_probe.h"
#include "tests/integration/token_fixture.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;

void Replace(const std::string& file, const std::string& text) {
  std::ofstream(file + ".new", std::ios::binary) << text;
  std::filesystem::rename(file + ".new", file);
}

class RolloverDrillTest : public TokenFixture {
 protected:
  static constexpr int kCallers = 8;
  static constexpr int kPerSecond = 200;
  // A caller connects anew so often: some are always about to shake hands.
  static constexpr int kCallsAConnection = 25;

  struct Load {
    std::atomic<bool> over{false};
    std::atomic<int64_t> accepted{0};
    std::mutex mutex;
    std::string token;                  // what callers use from now on
    std::vector<std::string> failures;  // what calls were refused with
  };

  std::string TokenOf(const testing::TokenMint& mint) {
    return mint.Jwt(DraftFor(vendor_, kHolbaek));
  }

  void Call(Load* load, uint64_t seed) {
    testing::ReportFactory factory(seed);
    Visitor visitor;
    absl::Time due = absl::Now();
    for (int i = 0; !load->over; ++i) {
      if (i % kCallsAConnection == 0) {
        std::lock_guard lock(load->mutex);
        visitor = With(vendor_, load->token);
      }
      due += absl::Seconds(1) * kCallers / kPerSecond;
      absl::SleepFor(due - absl::Now());
      v1::Receipt receipt;
      const grpc::Status status = Submit(visitor, factory.Next(), &receipt);
      if (status.ok() && receipt.verdict() == v1::VERDICT_ACCEPTED) {
        ++load->accepted;
        continue;
      }
      std::lock_guard lock(load->mutex);
      load->failures.push_back(ReasonOf(status) + " " + status.error_message());
    }
  }

  // More reports have gone in since; in vain only if the door is shut.
  static bool More(const Load& load, int64_t reports) {
    const int64_t goal = load.accepted + reports;
    return LookUntil([&] { return load.accepted >= goal; });
  }
};

TEST_F(RolloverDrillTest, NobodyNotices) {
  const testing::TokenMint next("ADG_TEST_Adgangsstyring_2");
  Start();
  Load load;
  load.token = TokenOf(sts_);
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([this, &load, i] { Call(&load, 100 + i); });
  }
  EXPECT_TRUE(More(load, 2 * kPerSecond));

  // The STS announces its next certificate, and some time later uses it; the
  // tokens that it signed before go on for their eight hours.
  PutIssuerCertificates({&sts_, &next});
  EXPECT_TRUE(LookUntil(
      [&] { return absl::StrContains(Metrics(), "Adgangsstyring_2"); }));
  {
    std::lock_guard lock(load.mutex);
    load.token = TokenOf(next);
  }
  EXPECT_TRUE(More(load, 2 * kPerSecond));

  const testing::CertifiedKey renewed = certificates_.Server("gateway-renewed");
  const auto fingerprint = [](const std::string& pem) {
    const auto facts = access::ReadCertificate(pem);
    return facts.ok() ? access::ToHex(facts->fingerprint) : std::string();
  };
  const auto served = [&] {
    return fingerprint(ServedCertificate(
        gateway_->address(), certificates_.ca().cert_file, vendor_));
  };
  ASSERT_EQ(served(), fingerprint(server_.cert_pem));
  Replace(server_.key_file, renewed.key_pem);
  Replace(server_.cert_file, renewed.cert_pem);
  EXPECT_TRUE(
      LookUntil([&] { return served() == fingerprint(renewed.cert_pem); }));
  EXPECT_TRUE(More(load, 4 * kPerSecond));

  load.over = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_TRUE(load.failures.empty())
      << load.failures.size() << " of " << load.accepted
      << " calls failed; first: " << load.failures.front();
  RecordProperty("accepted", static_cast<int>(load.accepted));
}

}  // namespace
}  // namespace trivsel::gateway
