#include "tests/fault/checker.h"

#include <algorithm>
#include <map>
#include <set>

namespace trivsel::fault {
namespace {

// The history with its indexes, and the complaints so far.
class Comparison {
 public:
  explicit Comparison(const History& history);
  std::vector<std::string> Run();

 private:
  void Acknowledgements();
  void StoredOnce();
  void KeysInOrder();
  void ExactlyOnePlace();
  void PlaceOfRejected(const History::Submission& report);
  void PlaceOfAccepted(const History::Submission& report);
  void Batches();
  void Delivered();
  void DeliveriesAreBatches();
  void ChildrenInOrder();
  void Recovered();
  void JournalAndCounts();
  void WhatOthersSay();

  void Complain(const std::string& what) { complaints_.push_back(what); }
  std::string IdOf(int64_t key) const {
    const auto found = id_by_key_.find(key);
    return found == id_by_key_.end() ? "key " + std::to_string(key)
                                     : found->second;
  }
  int Expected(const std::string& id) const {
    const auto found = expected_.find(id);
    return found == expected_.end() ? 0 : found->second;
  }

  const History& h_;
  std::map<std::string, int> expected_;  // verdict by id
  std::map<int, int> first_ack_;         // report -> place among the acks
  std::map<std::string, int64_t> key_by_id_;
  std::map<int64_t, std::string> id_by_key_;
  std::multiset<int64_t> pending_;
  std::multimap<int64_t, const History::Batch*> batches_of_;
  std::multimap<int64_t, const History::Receipt*> receipts_of_;
  std::multimap<int64_t, const History::Rejection*> rejections_of_;
  // Report id -> how the receiver decided, at its first arrival.
  std::map<std::string, const History::Item*> arrived_;
  std::vector<std::string> complaints_;
};

Comparison::Comparison(const History& history) : h_(history) {
  for (const auto& report : h_.reports) expected_[report.id] = report.expected;
  for (size_t i = 0; i < h_.acks.size(); ++i) {
    first_ack_.emplace(h_.acks[i].report, static_cast<int>(i));
  }
  for (const auto& stored : h_.stored) {
    id_by_key_[stored.key] = stored.id;
    key_by_id_[stored.id] = stored.key;
  }
  pending_.insert(h_.pending.begin(), h_.pending.end());
  for (const auto& batch : h_.batches) {
    for (const int64_t key : batch.keys) batches_of_.emplace(key, &batch);
  }
  for (const auto& receipt : h_.receipts) {
    receipts_of_.emplace(receipt.key, &receipt);
  }
  for (const auto& rejection : h_.rejections) {
    rejections_of_.emplace(rejection.key, &rejection);
  }
  for (const auto& delivery : h_.deliveries) {
    for (const auto& item : delivery.items) arrived_.emplace(item.id, &item);
  }
}

std::vector<std::string> Comparison::Run() {
  Acknowledgements();
  StoredOnce();
  KeysInOrder();
  ExactlyOnePlace();
  Batches();
  Delivered();
  DeliveriesAreBatches();
  ChildrenInOrder();
  Recovered();
  JournalAndCounts();
  WhatOthersSay();
  return std::move(complaints_);
}

// What submitters were told is what was to be expected, the same each time,
// and new only once.
void Comparison::Acknowledgements() {
  std::map<int, int> fresh;
  for (const auto& ack : h_.acks) {
    const auto& report = h_.reports[static_cast<size_t>(ack.report)];
    if (ack.verdict != report.expected) {
      Complain("report " + report.id + " got the other verdict");
    }
    if (!ack.replayed && ++fresh[ack.report] == 2) {
      Complain("report " + report.id + " was new twice");
    }
  }
}

void Comparison::StoredOnce() {
  std::map<std::string, const History::Submission*> submitted, stored;
  for (const auto& submission : h_.submissions) {
    if (!submitted.emplace(submission.id, &submission).second) {
      Complain("report " + submission.id + " has two submission rows");
    }
  }
  for (const auto& report : h_.stored) {
    if (!stored.emplace(report.id, &report).second) {
      Complain("report " + report.id + " has two report rows");
    }
  }
  for (const auto& [id, submission] : submitted) {
    const auto report = stored.find(id);
    if (report == stored.end()) {
      Complain("report " + id + " has a submission and no report row");
    } else if (report->second->key != submission->key ||
               report->second->verdict != submission->verdict) {
      Complain("report " + id + ": submission and report row differ");
    }
  }
  for (const auto& [id, report] : stored) {
    if (!submitted.contains(id)) {
      Complain("report " + id + " has a report row and no submission");
    }
    if (Expected(id) != report->verdict) {
      Complain("report " + id + " was not sent, or has the other verdict");
    }
  }
  for (const auto& [report, ack] : first_ack_) {
    const std::string& id = h_.reports[static_cast<size_t>(report)].id;
    if (!stored.contains(id)) {
      Complain("report " + id + " was acknowledged and is not stored");
    }
  }
}

// Numbers rise in the order of a child's acknowledgements.
void Comparison::KeysInOrder() {
  std::map<int, std::pair<int64_t, std::string>> last;
  for (size_t i = 0; i < h_.acks.size(); ++i) {
    const int place = h_.acks[i].report;
    if (first_ack_[place] != static_cast<int>(i)) continue;
    const auto& report = h_.reports[static_cast<size_t>(place)];
    const auto key = key_by_id_.find(report.id);
    if (key == key_by_id_.end()) continue;
    auto& before = last[report.child];
    if (key->second <= before.first) {
      Complain("report " + report.id + " has a smaller number than " +
               before.second + ", acknowledged before");
    }
    before = {key->second, report.id};
  }
}

void Comparison::ExactlyOnePlace() {
  for (const auto& report : h_.stored) {
    if (report.verdict == kRejected) {
      PlaceOfRejected(report);
    } else {
      PlaceOfAccepted(report);
    }
  }
}

void Comparison::PlaceOfRejected(const History::Submission& report) {
  if (pending_.contains(report.key) || batches_of_.contains(report.key) ||
      receipts_of_.contains(report.key)) {
    Complain("rejected report " + report.id + " is on its way to the receiver");
  }
  if (rejections_of_.count(report.key) != 1 ||
      rejections_of_.find(report.key)->second->origin != 1) {
    Complain("rejected report " + report.id +
             " is not with the operators once");
  }
}

void Comparison::PlaceOfAccepted(const History::Submission& report) {
  const size_t pending = pending_.count(report.key);
  const size_t batches = batches_of_.count(report.key);
  if (batches > 1) Complain("report " + report.id + " is in two batches");
  if (pending + batches == 0) {
    Complain("accepted report " + report.id + " is nowhere");
  } else if (pending + batches > 1) {
    Complain("accepted report " + report.id + " is in two places");
  }
  const size_t receipts = receipts_of_.count(report.key);
  if (receipts > 1) Complain("report " + report.id + " has two receipts");
  if (receipts > 0 && batches == 0) {
    Complain("report " + report.id + " has a receipt and no batch");
  }
  if (batches == 1 && batches_of_.find(report.key)->second->settled &&
      receipts == 0) {
    Complain("report " + report.id + " is in a settled batch without receipt");
  }
  const bool refused =
      receipts == 1 && receipts_of_.find(report.key)->second->outcome == 2;
  const size_t rejections = rejections_of_.count(report.key);
  if (rejections != (refused ? 1 : 0) ||
      (refused && rejections_of_.find(report.key)->second->origin != 2)) {
    Complain("accepted report " + report.id +
             (refused ? " was refused and is not with the operators once"
                      : " is with the operators"));
  }
}

void Comparison::Batches() {
  std::set<std::string> names;
  for (const auto& batch : h_.batches) {
    if (!names.insert(batch.name).second) {
      Complain("batch " + batch.name + " is there twice");
    }
    for (const int64_t key : batch.keys) {
      if (!id_by_key_.contains(key)) {
        Complain("batch " + batch.name + " holds an unknown report");
      }
    }
  }
}

// What was acknowledged is at the receiver, once; and nothing else is.
void Comparison::Delivered() {
  for (const auto& [place, ack] : first_ack_) {
    const auto& report = h_.reports[static_cast<size_t>(place)];
    if (report.expected == kAccepted && !arrived_.contains(report.id)) {
      Complain("report " + report.id +
               " was acknowledged and is lost: it never arrived");
    }
  }
  std::map<std::string, std::string> in_batch;
  for (const auto& delivery : h_.deliveries) {
    for (const auto& item : delivery.items) {
      const auto [known, fresh] = in_batch.emplace(item.id, delivery.batch);
      if (!fresh) {
        Complain("report " + item.id + " arrived in batch " + known->second +
                 " and in batch " + delivery.batch);
      }
      const int expected = Expected(item.id);
      if (expected == 0) Complain("an unknown report arrived: " + item.id);
      if (expected == kRejected) {
        Complain("rejected report " + item.id + " arrived");
      }
    }
  }
  for (const auto& receipt : h_.receipts) {
    const auto found = arrived_.find(IdOf(receipt.key));
    if (found == arrived_.end()) {
      Complain("report " + IdOf(receipt.key) +
               " has a receipt and never arrived");
    } else if (found->second->accepted != (receipt.outcome == 1)) {
      Complain("report " + IdOf(receipt.key) +
               " has another receipt than the receiver gave");
    }
  }
}

// The same batch id always with the same bytes, and with what we sealed.
void Comparison::DeliveriesAreBatches() {
  std::map<std::string, const History::Batch*> sealed;
  for (const auto& batch : h_.batches) sealed[batch.name] = &batch;
  std::map<std::string, std::string> digests;
  for (const auto& delivery : h_.deliveries) {
    const auto [known, fresh] =
        digests.emplace(delivery.batch, delivery.digest);
    if (!fresh) {
      Complain("batch " + delivery.batch + " was taken in twice" +
               (known->second == delivery.digest ? "" : ", with other bytes"));
    }
    const auto batch = sealed.find(delivery.batch);
    if (batch == sealed.end()) {
      Complain("batch " + delivery.batch + " arrived and was never sealed");
      continue;
    }
    bool same = batch->second->keys.size() == delivery.items.size();
    for (size_t i = 0; same && i < delivery.items.size(); ++i) {
      same = IdOf(batch->second->keys[i]) == delivery.items[i].id;
    }
    if (!same) {
      Complain("batch " + delivery.batch + " arrived with other reports");
    }
  }
}

// One child's reports arrive in the order of their first acknowledgement.
void Comparison::ChildrenInOrder() {
  std::map<std::string, int> place_of;
  for (size_t i = 0; i < h_.reports.size(); ++i) {
    place_of[h_.reports[i].id] = static_cast<int>(i);
  }
  std::map<int, int> last;  // child -> place of its last ack that arrived
  std::set<std::string> seen;
  for (const auto& delivery : h_.deliveries) {
    for (const auto& item : delivery.items) {
      const auto place = place_of.find(item.id);
      if (place == place_of.end() || !seen.insert(item.id).second) continue;
      const auto ack = first_ack_.find(place->second);
      if (ack == first_ack_.end()) continue;
      const int child = h_.reports[static_cast<size_t>(place->second)].child;
      const auto before = last.find(child);
      if (before != last.end() && ack->second < before->second) {
        Complain("report " + item.id + " of child " + std::to_string(child) +
                 " arrived after one that was acknowledged later");
      }
      last[child] = ack->second;
    }
  }
}

void Comparison::Recovered() {
  if (first_ack_.size() != h_.reports.size()) {
    Complain(std::to_string(h_.reports.size() - first_ack_.size()) +
             " reports were never acknowledged");
  }
  if (!h_.pending.empty()) {
    Complain(std::to_string(h_.pending.size()) + " reports still pending");
  }
  for (const auto& batch : h_.batches) {
    if (!batch.settled) Complain("batch " + batch.name + " is not settled");
  }
}

void Comparison::JournalAndCounts() {
  if (!h_.journal_fault.empty()) Complain("journal: " + h_.journal_fault);
  std::multiset<int64_t> journaled(h_.journaled.begin(), h_.journaled.end());
  for (const auto& report : h_.stored) {
    if (journaled.count(report.key) != 1) {
      Complain("report " + report.id + " stands " +
               std::to_string(journaled.count(report.key)) +
               " times in the journal");
    }
  }
  if (journaled.size() != h_.stored.size()) {
    Complain("the journal names reports that are not there");
  }
  int64_t is[4] = {0, 0, 0, 0};
  for (const auto& report : h_.stored)
    ++is[report.verdict == kAccepted ? 0 : 1];
  for (const auto& receipt : h_.receipts) ++is[receipt.outcome == 1 ? 2 : 3];
  if (!std::equal(std::begin(is), std::end(is), std::begin(h_.counted))) {
    Complain("the counts for people are not those of the rows");
  }
}

void Comparison::WhatOthersSay() {
  for (const auto& what : h_.wrong_answers) Complain("submitter: " + what);
  for (const auto& what : h_.receiver_violations) {
    Complain("receiver: " + what);
  }
  for (const auto& what : h_.misconduct) Complain("process: " + what);
}

}  // namespace

std::vector<std::string> Check(const History& history) {
  return Comparison(history).Run();
}

}  // namespace trivsel::fault
