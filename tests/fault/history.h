// What happened in one schedule, as each side saw it.
#ifndef TRIVSEL_TESTS_FAULT_HISTORY_H_
#define TRIVSEL_TESTS_FAULT_HISTORY_H_

#include <cstdint>
#include <string>
#include <vector>

namespace trivsel::fault {

// Verdicts as the database writes them.
inline constexpr int kAccepted = 1;
inline constexpr int kRejected = 2;

struct History {
  // What the submitters had to report; a child's reports in their order.
  struct Report {
    std::string id;
    int child = 0;
    int expected = kAccepted;
  };
  // Kept only when the acknowledgement had come, in that order.
  struct Ack {
    int report = 0;  // place in `reports`
    int verdict = kAccepted;
    bool replayed = false;
  };
  std::vector<Report> reports;
  std::vector<Ack> acks;
  // Answers that no submitter should ever get, in words.
  std::vector<std::string> wrong_answers;

  // What the database holds.
  struct Submission {
    std::string id;
    int64_t key = 0;
    int verdict = 0;
  };
  struct Batch {
    std::string name;  // as the receiver knows it
    bool settled = false;
    std::vector<int64_t> keys;
  };
  struct Receipt {
    int64_t key = 0;
    int outcome = 0;  // 1 confirmed, 2 refused
    std::string batch;
  };
  struct Rejection {
    int64_t key = 0;
    int origin = 0;  // 1 our validator, 2 the receiver
  };
  std::vector<Submission> submissions;
  std::vector<Submission> stored;  // rows of report
  std::vector<int64_t> pending;
  std::vector<Batch> batches;
  std::vector<Receipt> receipts;
  std::vector<Rejection> rejections;
  // Of each committed group; and what is wrong with the chains, if anything.
  std::vector<int64_t> journaled;
  std::string journal_fault;
  // Sums of report_counted: accepted, rejected, confirmed, refused.
  int64_t counted[4] = {0, 0, 0, 0};

  // What the receiver has on its disk, in the order of arrival.
  struct Item {
    std::string id;
    bool accepted = false;
    std::string digest;
  };
  struct Delivery {
    std::string batch;
    std::string digest;
    std::vector<Item> items;
  };
  std::vector<Delivery> deliveries;
  std::vector<std::string> receiver_violations;

  // What the processes did that they should not have.
  std::vector<std::string> misconduct;
};

}  // namespace trivsel::fault

#endif  // TRIVSEL_TESTS_FAULT_HISTORY_H_
