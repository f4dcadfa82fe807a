#include "deploy/sandbox/receiver/receiver.h"

#include <functional>
#include <thread>
#include <utility>

#include "deploy/sandbox/receiver/digest.h"
#include "deploy/sandbox/receiver/json.h"

namespace trivsel::sandbox {
namespace {

Reply Problem(int status, std::string_view what) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  WriteMember(writer, "error", what);
  writer.EndObject();
  return {status, buffer.GetString(), false};
}

// Told to do so with this report: by its id, so that it is always done alike.
bool ToldTo(Mode mode, const Behaviour& behaviour, const std::string& id) {
  if (behaviour.mode != mode) return false;
  if (!behaviour.reject_ids.empty() && !behaviour.reject_ids.contains(id)) {
    return false;
  }
  constexpr double kSteps = 1 << 20;
  const auto step = std::hash<std::string>{}(id) % (1 << 20);
  return static_cast<double>(step) < behaviour.probability * kSteps;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Receiver>> Receiver::Open(
    const std::string& folder) {
  auto receiver = std::unique_ptr<Receiver>(new Receiver());
  absl::MutexLock lock(&receiver->mutex_);
  Ledger& ledger = receiver->ledger_;
  std::vector<std::string>& violations = receiver->violations_;
  auto journal = Journal::Open(
      folder,
      [&ledger](std::string_view line) {
        return ReadJournalLine(line, &ledger);
      },
      [&violations](std::string_view line) {
        violations.emplace_back(line);
        return absl::OkStatus();
      });
  if (!journal.ok()) return journal.status();
  receiver->journal_ = *std::move(journal);
  auto reader = DeliveryReader::Create(receiver->journal_->salt());
  if (!reader.ok()) return reader.status();
  receiver->reader_ = *std::move(reader);
  return receiver;
}

bool Receiver::Bites(double probability) {
  absl::MutexLock lock(&mutex_);
  return std::uniform_real_distribution<double>(0, 1)(random_) < probability;
}

Reply Receiver::Deliver(std::string_view name, std::string_view key,
                        std::string_view body, int64_t now_seconds) {
  const Behaviour behaviour = behaviour_.Get();
  {
    absl::MutexLock lock(&mutex_);
    ++requests_;
  }
  const bool bites = Bites(behaviour.probability);
  if (bites && behaviour.delay.count() > 0) {
    std::this_thread::sleep_for(behaviour.delay);
  }
  if (bites && behaviour.mode == Mode::kFail) {
    return Problem(503, "told to fail");
  }
  if (name != key) return Problem(400, "Idempotency-Key is not the batch name");

  const std::string digest = Sha256Hex(body);
  const absl::StatusOr<ReceivedDelivery> delivery =
      reader_->Read(body, now_seconds);
  absl::MutexLock lock(&mutex_);
  Reply reply;
  if (const Batch* known = ledger_.FindBatch(name)) {
    reply = Repeat(*known, digest, behaviour);
  } else if (!delivery.ok()) {
    reply = Problem(400, std::string(delivery.status().message()));
  } else if (delivery->id != name) {
    reply = Problem(400, "the delivery's id is not the batch name");
  } else {
    reply = TakeIn(*delivery, digest, body, behaviour);
  }
  if (reply.status != 200) ++refused_;
  reply.lose =
      reply.status == 200 && bites && behaviour.mode == Mode::kLoseAnswer;
  return reply;
}

Reply Receiver::Answer(std::string_view batch, std::vector<Decision> decisions,
                       const Behaviour& behaviour) {
  if (behaviour.mode == Mode::kPartial) {
    std::erase_if(
        decisions, [&](const Decision&) ABSL_NO_THREAD_SAFETY_ANALYSIS {
          return std::uniform_real_distribution<double>(0, 1)(random_) <
                 behaviour.probability;
        });
  }
  for (Decision& decision : decisions) {
    decision.pending = ToldTo(Mode::kPending, behaviour, decision.report.id);
  }
  return {200, WriteAnswer(batch, decisions), false};
}

Reply Receiver::Repeat(const Batch& batch, std::string_view digest,
                       const Behaviour& behaviour) {
  if (batch.digest != digest) {
    return Violation(batch.id, "a batch came again with other bytes");
  }
  ++repeats_;
  ledger_.CountRepeat(batch.id);
  std::vector<Decision> decisions;
  for (const size_t place : batch.reports) {
    decisions.push_back(ledger_.reports()[place]);
  }
  return Answer(batch.id, std::move(decisions), behaviour);
}

Reply Receiver::TakeIn(const ReceivedDelivery& delivery,
                       std::string_view digest, std::string_view body,
                       const Behaviour& behaviour) {
  std::vector<Decision> decisions;
  size_t fresh = 0;
  for (const ReceivedReport& report : delivery.reports) {
    if (ToldTo(Mode::kRefuseBatch, behaviour, report.id)) {
      return Problem(422, "told to refuse a batch with that report");
    }
    if (const Decision* known = ledger_.FindReport(report.id)) {
      if (known->report.digest != report.digest) {
        return Violation(delivery.id, "a report came again with other content");
      }
      decisions.push_back(*known);
      continue;
    }
    Decision decision;
    decision.report = report;
    decision.reference = ledger_.NextReference(fresh++);
    if (ToldTo(Mode::kReject, behaviour, report.id)) {
      decision.report.issues.push_back(
          {"SANDBOX-TOLD-TO", "The sandbox was told to reject this report."});
    }
    decision.accepted = decision.report.issues.empty();
    decisions.push_back(std::move(decision));
  }
  const absl::Status stored = journal_->AppendDelivery(
      WriteJournalLine(delivery.id, digest, decisions), body);
  if (!stored.ok()) return Problem(500, "it could not be stored");
  ledger_.Add(delivery.id, digest, decisions);
  return Answer(delivery.id, std::move(decisions), behaviour);
}

Reply Receiver::Violation(std::string_view batch, const char* what) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  WriteMember(writer, "batch", batch);
  WriteMember(writer, "violation", what);
  writer.EndObject();
  violations_.emplace_back(buffer.GetString(), buffer.GetSize());
  if (!journal_->AppendViolation(violations_.back()).ok()) {
    return Problem(500, "it could not be stored");
  }
  return Problem(409, what);
}

std::string Receiver::ReportsJson() const {
  absl::MutexLock lock(&mutex_);
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  writer.Key("reports");
  writer.StartArray();
  for (const Decision& decision : ledger_.reports()) {
    writer.StartObject();
    WriteMember(writer, "id", decision.report.id);
    WriteMember(writer, "status", decision.accepted ? "accepted" : "rejected");
    WriteMember(writer, "reference", decision.reference);
    WriteMember(writer, "citizen", decision.report.citizen);
    writer.Key("arrivals");
    writer.Int64(decision.arrivals);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string Receiver::StatsJson() const {
  absl::MutexLock lock(&mutex_);
  int64_t accepted = 0;
  for (const Decision& decision : ledger_.reports()) {
    accepted += decision.accepted ? 1 : 0;
  }
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  const auto number = [&writer](const char* name, int64_t value) {
    writer.Key(name);
    writer.Int64(value);
  };
  writer.StartObject();
  number("requests", requests_);
  number("batches", static_cast<int64_t>(ledger_.batch_count()));
  number("reports", static_cast<int64_t>(ledger_.reports().size()));
  number("accepted", accepted);
  number("rejected", static_cast<int64_t>(ledger_.reports().size()) - accepted);
  number("repeated_batches", repeats_);
  number("refused_batches", refused_);
  number("violations", static_cast<int64_t>(violations_.size()));
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string Receiver::ViolationsJson() const {
  absl::MutexLock lock(&mutex_);
  std::string json = "{\"violations\":[";
  for (size_t i = 0; i < violations_.size(); ++i) {
    if (i > 0) json += ",";
    json += violations_[i];
  }
  return json + "]}";
}

}  // namespace trivsel::sandbox
