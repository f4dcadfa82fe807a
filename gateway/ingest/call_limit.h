// How many calls a submitter may have under way at once.
#ifndef TRIVSEL_GATEWAY_INGEST_CALL_LIMIT_H_
#define TRIVSEL_GATEWAY_INGEST_CALL_LIMIT_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "gateway/ingest/share.h"

namespace trivsel::gateway::ingest {

// Counts submits, reads and watches alike. One municipality of a submitter
// cannot take the last eighth of its seats: that is for its others. Keeps
// nothing of those that have no call under way. Thread safe; one short lock.
class CallLimit {
 public:
  // A seat; gives it back when it goes. Movable.
  class Ticket {
   public:
    Ticket() = default;  // no seat
    Ticket(Ticket&& other) noexcept;
    Ticket& operator=(Ticket&& other) noexcept;
    ~Ticket() { Leave(); }
    // Gives the seat back now: before the answer, which the caller may follow
    // with its next call at once.
    void Leave();

   private:
    friend class CallLimit;
    Ticket(CallLimit* limit, const Share& share)
        : limit_(limit), share_(share) {}
    CallLimit* limit_ = nullptr;
    Share share_;
  };
  // All seats that it may have are taken; the submitter holds so many.
  struct Full {
    int64_t held = 0;
  };

  // `limit` 0: none. Must outlive its tickets.
  std::variant<Ticket, Full> Enter(const Share& share, int64_t limit);

  // Calls of the submitter that are under way.
  int64_t Held(int32_t submitter) const;
  // Submitters and municipalities that it keeps something of.
  size_t size() const;

 private:
  int64_t Count(const Share& share) const;  // under the lock
  void Add(const Share& share, int64_t calls);
  void Release(const Share& share);

  mutable std::mutex mutex_;
  // A submitter as a whole stands under municipality 0.
  absl::flat_hash_map<Share, int64_t> calls_;
};

}  // namespace trivsel::gateway::ingest

#endif  // TRIVSEL_GATEWAY_INGEST_CALL_LIMIT_H_
