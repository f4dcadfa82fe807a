#include "tests/bench/ready_calls.h"

#include <grpcpp/client_context.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "tests/bench/require.h"

namespace trivsel::bench {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr char kOne[] = "/trivsel.gateway.v1.ReportService/SubmitReport";
constexpr char kMany[] = "/trivsel.gateway.v1.ReportService/SubmitReports";

template <typename Message>
grpc::ByteBuffer BytesOf(const Message& message) {
  grpc::ByteBuffer bytes;
  bool own = false;
  if (!grpc::SerializationTraits<Message>::Serialize(message, &bytes, &own)
           .ok()) {
    Die("a message cannot be written");
  }
  return bytes;
}

template <typename Message>
Message MessageOf(grpc::ByteBuffer bytes) {
  Message message;
  if (!grpc::SerializationTraits<Message>::Deserialize(&bytes, &message).ok()) {
    Die("an answer cannot be read");
  }
  return message;
}

}  // namespace

struct ReadyCalls::Call {
  grpc::ByteBuffer request, answer;
  int64_t reports = 0;
  std::unique_ptr<grpc::ClientContext> context;
  grpc::Status status;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  std::function<void()> done;
};

// One thread that takes answers: gRPC's own for callbacks are two at least, who
// wake each other for every call.
class ReadyCalls::Answers {
 public:
  Answers() : thread_([this] { Take(); }) {}
  ~Answers() {
    queue_.Shutdown();
    thread_.join();
  }
  grpc::CompletionQueue* queue() { return &queue_; }

 private:
  void Take() {
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
      Call* call = static_cast<Call*>(tag);
      call->request.Clear();
      // Or each call would be a new piece of memory to be given.
      call->reader = nullptr;
      call->context = nullptr;
      std::exchange(call->done, nullptr)();
    }
  }

  grpc::CompletionQueue queue_;
  std::thread thread_;
};

ReadyCalls::ReadyCalls(
    const std::vector<std::shared_ptr<grpc::Channel>>& channels,
    std::vector<v1::Submission> submissions, int per_call)
    : one_(per_call == 1), answers_(std::make_unique<Answers>()) {
  for (const auto& channel : channels) {
    stubs_.push_back(std::make_unique<grpc::GenericStub>(channel));
  }
  const auto step = static_cast<size_t>(per_call);
  for (size_t from = 0; from < submissions.size(); from += step) {
    const size_t to = std::min(from + step, submissions.size());
    Call& call = calls_.emplace_back();
    call.reports = static_cast<int64_t>(to - from);
    if (one_) {
      v1::SubmitReportRequest request;
      *request.mutable_submission() = std::move(submissions[from]);
      call.request = BytesOf(request);
      continue;
    }
    v1::SubmitReportsRequest request;
    for (size_t i = from; i < to; ++i) {
      *request.add_submissions() = std::move(submissions[i]);
    }
    call.request = BytesOf(request);
  }
}

ReadyCalls::ReadyCalls(ReadyCalls&& other) noexcept = default;

ReadyCalls::~ReadyCalls() = default;

size_t ReadyCalls::size() const { return calls_.size(); }

int64_t ReadyCalls::reports(size_t call) const { return calls_[call].reports; }

void ReadyCalls::Send(size_t number, absl::Duration deadline,
                      std::function<void()> done) {
  Call& call = calls_[number];
  call.context = std::make_unique<grpc::ClientContext>();
  call.context->set_deadline(absl::ToChronoTime(absl::Now() + deadline));
  call.done = std::move(done);
  call.reader = stubs_[number % stubs_.size()]->PrepareUnaryCall(
      call.context.get(), one_ ? kOne : kMany, call.request, answers_->queue());
  call.reader->StartCall();
  call.reader->Finish(&call.answer, &call.status, &call);
}

const grpc::Status& ReadyCalls::status(size_t call) const {
  return calls_[call].status;
}

std::vector<v1::ReportOutcome> ReadyCalls::Read(size_t call) const {
  const grpc::ByteBuffer& answer = calls_[call].answer;
  std::vector<v1::ReportOutcome> outcomes;
  if (one_) {
    auto one = MessageOf<v1::SubmitReportResponse>(answer);
    *outcomes.emplace_back().mutable_receipt() =
        std::move(*one.mutable_receipt());
    return outcomes;
  }
  auto many = MessageOf<v1::SubmitReportsResponse>(answer);
  for (v1::ReportOutcome& outcome : *many.mutable_outcomes()) {
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace trivsel::bench
