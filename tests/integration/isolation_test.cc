// What a caller may see and change is only what its own submitter reported for
// the municipality of its token: tried for every RPC that the gateway serves,
// as the descriptors list them. A new RPC without a probe fails this test.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>

#include <array>
#include <cctype>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>

#include "gateway/queue/postgres_lane_queue.h"
#include "tests/integration/isolation_probes.h"
#include "tests/integration/tls_probe.h"
#include "tests/integration/token_fixture.h"
#include "trivsel/gateway/v1/method_access.pb.h"

namespace trivsel::gateway {
namespace {

namespace v1 = trivsel::gateway::v1;
using Method = google::protobuf::MethodDescriptor;

// The names of our services in a text where they stand as they are.
std::set<std::string> OurServices(const std::string& text) {
  constexpr char kPackage[] = "trivsel.";
  std::set<std::string> names;
  for (size_t at = text.find(kPackage); at != std::string::npos;
       at = text.find(kPackage, at + 1)) {
    size_t end = at;
    while (end < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[end])) ||
            text[end] == '.' || text[end] == '_')) {
      ++end;
    }
    names.insert(text.substr(at, end - at));
  }
  return names;
}

class IsolationTest : public TokenFixture {
 protected:
  void SetUp() override {
    Start();
    Begin();
  }

  // Everybody has something of its own, which is new.
  void Begin() {
    parties_[0] = Enter("owner", vendor_, kHolbaek);
    parties_[1] = Enter("another submitter", other_, kHolbaek);
    parties_[2] =
        Enter("the same for another municipality", vendor_, kKorsbaek);
    ConfirmAll();
  }

  Party Enter(const std::string& name, const testing::CertifiedKey& key,
              const std::string& cvr) {
    Party party{name, VisitorOf(key, cvr), cvr, NextOf(cvr),
                "unreadable-" + std::to_string(++entered_)};
    v1::Receipt receipt;
    EXPECT_EQ(ReasonOf(Submit(party.visitor, party.own, &receipt)), "");
    EXPECT_EQ(receipt.verdict(), v1::VERDICT_ACCEPTED)
        << receipt.ShortDebugString();
    v1::SubmitReportRequest request;
    request.mutable_submission()->set_report_id(party.unreadable);
    request.mutable_submission()->set_fhir_json(kUnreadable);
    v1::SubmitReportResponse response;
    EXPECT_TRUE(
        party.visitor.stub
            ->SubmitReport(ContextOf(party.visitor).get(), request, &response)
            .ok());
    EXPECT_EQ(response.receipt().verdict(), v1::VERDICT_REJECTED);
    return party;
  }

  // What the destination would do.
  void ConfirmAll() {
    queue::PostgresLaneQueue lanes(pool_.get());
    const auto destination = lanes.OpenDestination("national");
    const auto leases = lanes.Lease(*destination, "test", absl::Seconds(30));
    ASSERT_TRUE(leases.ok()) << leases.status();
    for (const queue::LaneLease& lease : *leases) {
      auto batch = lanes.Next(lease, {});
      ASSERT_TRUE(batch.ok()) << batch.status();
      if (!*batch) continue;
      std::vector<queue::ItemSettlement> items;
      for (const queue::BatchItem& item : (*batch)->items) {
        items.push_back(
            {item.report_key, queue::ItemOutcome::kConfirmed, "ref", ""});
      }
      ASSERT_TRUE(lanes.Settle(lease, (*batch)->batch_id, items).ok());
    }
    EXPECT_TRUE(lanes.Release(*destination, "test").ok());
  }

  // Every method of ours that the gateway serves.
  std::vector<const Method*> Methods() {
    std::vector<const Method*> methods;
    for (const std::string& name :
         OurServices(ReflectionAnswer(ChannelAs(&vendor_)))) {
      const auto* service =
          google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
              name);
      EXPECT_NE(service, nullptr) << name;
      for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
        methods.push_back(service->method(i));
      }
    }
    return methods;
  }

  // Calls any method with an empty message.
  grpc::Status CallWith(const Method& method, const testing::CertifiedKey& key,
                        const std::string& token) {
    grpc::GenericStub stub(ChannelAs(&key));
    const auto context = ContextOf({key, token, nullptr});
    const grpc::Slice nothing(std::string{});
    grpc::ByteBuffer request(&nothing, 1), response;
    std::mutex mutex;
    std::condition_variable done;
    std::optional<grpc::Status> status;
    stub.UnaryCall(context.get(),
                   "/" + method.service()->full_name() + "/" + method.name(),
                   {}, &request, &response, [&](grpc::Status outcome) {
                     std::lock_guard lock(mutex);
                     status = std::move(outcome);
                     done.notify_all();
                   });
    std::unique_lock lock(mutex);
    done.wait(lock, [&] { return status.has_value(); });
    return *status;
  }
  // The reason that it gives.
  std::string CallAny(const Method& method, const testing::CertifiedKey& key,
                      const std::string& token) {
    return ReasonOf(CallWith(method, key, token));
  }

  std::array<Party, 3> parties_;
  int entered_ = 0;
};

TEST_F(IsolationTest, EveryMethodIsGuarded) {
  const std::vector<const Method*> methods = Methods();
  ASSERT_GE(methods.size(), 6u);
  for (const Method* method : methods) {
    SCOPED_TRACE(method->full_name());
    EXPECT_EQ(CallAny(*method, certificates_.Client("x"), ""),
              "CERTIFICATE_UNKNOWN");
    EXPECT_EQ(CallAny(*method, vendor_, ""), "TOKEN_MISSING");
    EXPECT_EQ(CallAny(*method, other_, parties_[0].visitor.token),
              "CONFIRMATION_MISMATCH");
  }
}

TEST_F(IsolationTest, EveryMethodHasAnAudienceAndOthersAreTurnedAway) {
  for (const Method* method : Methods()) {
    SCOPED_TRACE(method->full_name());
    const v1::Audience audience = method->options().GetExtension(v1::audience);
    ASSERT_NE(audience, v1::AUDIENCE_UNSPECIFIED);
    const bool submitters = audience == v1::AUDIENCE_SUBMITTER;
    const grpc::Status status =
        submitters ? CallWith(*method, operator_, "")
                   : CallWith(*method, vendor_, parties_[0].visitor.token);
    EXPECT_EQ(ReasonOf(status), "METHOD_NOT_ALLOWED");
    // Each method asks the guard about itself, and not about a neighbour.
    const std::string about =
        submitters ? method->full_name() : method->service()->full_name();
    EXPECT_THAT(status.error_message(), ::testing::HasSubstr(about));
  }
}

// What operators see of each other's municipalities is tried, RPC by RPC, in
// tests/gateway/review/isolation_test.cc.
TEST_F(IsolationTest, ARegistrarMayReadAndNotSettleWhatWasRejected) {
  int read = 0, settle = 0;
  for (const Method* method : Methods()) {
    SCOPED_TRACE(method->full_name());
    const v1::Audience audience = method->options().GetExtension(v1::audience);
    const std::string reason = CallAny(*method, operator_, "");
    if (audience == v1::AUDIENCE_READER) {
      EXPECT_NE(reason, "METHOD_NOT_ALLOWED");
      ++read;
    } else if (audience == v1::AUDIENCE_OPERATOR) {
      EXPECT_EQ(reason, "METHOD_NOT_ALLOWED");
      ++settle;
    }
  }
  EXPECT_EQ(read, 6);
  EXPECT_EQ(settle, 4);
}

TEST_F(IsolationTest, EveryMethodKeepsWhatIsNotOnesOwn) {
  for (const Method* method : Methods()) {
    const v1::Audience audience = method->options().GetExtension(v1::audience);
    if (audience != v1::AUDIENCE_SUBMITTER) continue;  // nobody gets that far
    const auto probe = IsolationProbes().find(method->full_name());
    ASSERT_NE(probe, IsolationProbes().end())
        << method->full_name() << " needs a probe in isolation_probes.cc: how "
        << "would somebody try to see, or change, what is another's by it?";
    ASSERT_NO_FATAL_FAILURE(Begin());
    for (const Party& thief : parties_) {
      SCOPED_TRACE(method->full_name() + " by " + thief.name);
      probe->second({parties_[0], thief});
    }
  }
}

}  // namespace
}  // namespace trivsel::gateway
