#include "tests/bench/bare_loop.h"

#include <deque>
#include <memory>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gateway/queue/commit_group.h"
#include "gateway/store/connection.h"
#include "gateway/store/statements.h"
#include "tests/bench/require.h"

namespace trivsel::bench {
namespace {

using gateway::queue::CommitGroup;
using gateway::queue::Waiting;
using gateway::store::Connection;
using gateway::store::Params;

constexpr size_t kGroup = 256;

// One connection with a journal chain of its own, as a committer has.
class Writer {
 public:
  Writer(const std::string& database, int16_t shard)
      : connection_(Require(Connection::Open({database, "bare-loop"}))),
        shard_(shard) {
    auto chain = Require(connection_->Execute(gateway::store::kOpenChain,
                                              Params().Text("bench")));
    chain_ = chain.Int64(0, 0);
  }

  void Add(std::vector<gateway::queue::Draft> drafts) {
    std::vector<Waiting> waiting;
    for (auto& draft : drafts) {
      waiting.push_back({std::move(draft), [](auto) {}, 0});
    }
    const CommitGroup group(std::move(waiting));
    encoded_.push_back(group.Encode(group.members()));
  }

  void Run() {
    for (Params& params : encoded_) {
      params.Int16(shard_).Int64(chain_).Int64(++seq_).Text("bench").Bytes(
          hash_);
      auto rows =
          Require(connection_->Execute(gateway::store::kCommitGroup, params));
      hash_ = rows.Text(0, 3);
    }
  }

 private:
  std::unique_ptr<Connection> connection_;
  const int16_t shard_;
  int64_t chain_ = 0;
  int64_t seq_ = 0;
  std::string hash_ = std::string(32, '\0');
  std::deque<Params> encoded_;
};

}  // namespace

double BareLoop(const std::string& database,
                std::vector<gateway::queue::Draft> drafts, int connections) {
  std::vector<std::unique_ptr<Writer>> writers;
  for (int i = 0; i < connections; ++i) {
    writers.push_back(
        std::make_unique<Writer>(database, static_cast<int16_t>(i)));
  }
  const size_t count = drafts.size();
  size_t turn = 0;
  for (size_t from = 0; from < count; from += kGroup) {
    const size_t to = std::min(count, from + kGroup);
    writers[turn++ % writers.size()]->Add(
        {std::make_move_iterator(drafts.begin() + from),
         std::make_move_iterator(drafts.begin() + to)});
  }
  const absl::Time begun = absl::Now();
  std::vector<std::thread> threads;
  for (auto& writer : writers) {
    threads.emplace_back([&writer] { writer->Run(); });
  }
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(count) /
         absl::ToDoubleSeconds(absl::Now() - begun);
}

}  // namespace trivsel::bench
