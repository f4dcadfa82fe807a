// Fagsystemer that never give up, and what they were told.
#ifndef TRIVSEL_TESTS_FAULT_SUBMITTERS_H_
#define TRIVSEL_TESTS_FAULT_SUBMITTERS_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/fault/draw.h"
#include "tests/fault/history.h"
#include "tests/fault/plan.h"
#include "trivsel/gateway/v1/report_service.grpc.pb.h"

namespace trivsel::fault {

// The submitters of one schedule, over mutual TLS. Each has children of its
// own and sends a child's reports in order: the next when the last is
// acknowledged. Every request goes out up to plan.copies times at once over
// different connections; late ones and failed ones are sent again. Thread
// safe.
class Submitters {
 public:
  Submitters(const Plan& plan, const std::string& certificates,
             const std::vector<std::string>& doors);
  ~Submitters();

  void Start();
  // Ends all calls under way and waits until they have ended.
  void Stop();
  bool done() const { return acknowledged_ == reports_.size(); }
  size_t acknowledged() const { return acknowledged_; }
  const std::string& IdOf(int report) const {
    return reports_[static_cast<size_t>(report)].facts.id;
  }
  // The CPR numbers that the reports are about: what no log may hold.
  const std::set<std::string>& secrets() const { return secrets_; }
  // Reports, acknowledgements and wrong answers. After Stop.
  void Tell(History* history) const;

 private:
  struct Item {
    History::Report facts;
    trivsel::gateway::v1::Submission submission;
  };
  struct Wave;
  struct Call;

  void MakeReports(Draw draw);
  void Run(int submitter, Draw draw);
  // One request with these reports, and its copies: until all are acknowledged
  // or nothing more can come of it. False if none was.
  bool SendWave(const std::vector<int>& reports, Draw* draw);
  bool Acknowledged(int report) const;
  void SendCopies(const std::shared_ptr<Wave>& wave, Draw* draw);
  void SendStray(Draw* draw);
  // The same id with other content: must be refused.
  void SendReused(int report, Draw* draw);
  void Send(std::unique_ptr<Call> call, Draw* draw);
  void OnDone(Call* call, const grpc::Status& status);
  void OnReceipt(int report, const trivsel::gateway::v1::Receipt& receipt);
  void OnError(int report, int code, const std::string& reason);
  void Rest(milliseconds wait);

  const Plan& plan_;
  std::vector<Item> reports_;
  std::vector<std::vector<int>> children_;  // reports of each
  std::set<std::string> secrets_;
  // Two a gateway, side by side.
  std::vector<std::unique_ptr<trivsel::gateway::v1::ReportService::Stub>>
      stubs_;
  std::vector<std::thread> threads_;
  std::atomic<size_t> acknowledged_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::vector<History::Ack> acks_;
  std::vector<bool> acked_;
  std::vector<std::string> wrong_;
  std::map<Call*, std::unique_ptr<Call>> calls_;  // under way
};

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_SUBMITTERS_H_
