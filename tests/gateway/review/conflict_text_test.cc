// What the second of two is told.
#include "gateway/review/conflict_text.h"

#include <gtest/gtest.h>

namespace trivsel::gateway::review {
namespace {

namespace v1 = trivsel::gateway::v1;
using v1::ReviewEvent;

absl::Time At(const char* text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr));
  return time;
}

v1::ReviewConflict In(v1::ReviewState state) {
  v1::ReviewConflict conflict;
  conflict.mutable_now()->set_state(state);
  return conflict;
}

TEST(ConflictText, SaysWhoDidWhatWhenInDanishTime) {
  // Summer time.
  const absl::Time now = At("2026-07-01T13:00:00Z");
  LastEvent last{ReviewEvent::KIND_RETURNED, At("2026-07-01T12:02:30Z"),
                 "Anne Holm"};
  auto conflict = In(v1::REVIEW_STATE_RETURNED);
  ExplainConflict(last, false, now, &conflict);
  EXPECT_EQ(conflict.danish(), "Anne Holm sendte den tilbage kl. 14.02.");
  EXPECT_EQ(conflict.english(), "Anne Holm returned it at 14:02.");
  // Another day, in winter; also when its state is what does not allow it.
  last = {ReviewEvent::KIND_ACCEPTED, At("2026-01-31T23:30:00Z"), "Drift"};
  conflict = In(v1::REVIEW_STATE_ACCEPTED);
  ExplainConflict(last, true, now, &conflict);
  EXPECT_EQ(conflict.danish(),
            "Drift prøvede den igen den 1. februar 2026 kl. 00.30, og den gik "
            "igennem.");
  EXPECT_EQ(conflict.english(),
            "Drift judged it again on 1 February 2026 at 00:30, and it went "
            "through.");
}

TEST(ConflictText, SaysWhatIsSoWhereNobodyActed) {
  const absl::Time now = At("2026-07-01T13:00:00Z");
  v1::ReviewConflict none;
  ExplainConflict({}, false, now, &none);
  EXPECT_EQ(none.danish(), "Den findes ikke.");
  auto conflict = In(v1::REVIEW_STATE_DISMISSED);
  conflict.mutable_now()->set_origin(v1::REJECTION_ORIGIN_RECEIVER);
  ExplainConflict({}, false, now, &conflict);
  EXPECT_EQ(conflict.danish(), "Den er lukket: Modtageren har taget imod den.");
  conflict = In(v1::REVIEW_STATE_OPEN);
  ExplainConflict({}, true, now, &conflict);
  EXPECT_EQ(conflict.danish(), "Ingen har den.");
  conflict = In(v1::REVIEW_STATE_OPEN);
  ExplainConflict({}, false, now, &conflict);
  EXPECT_EQ(conflict.danish(), "Den er ændret, siden du så den.");
}

TEST(ConflictText, CallsPeopleByTheirName) {
  EXPECT_EQ(CallActor("user:17@11111111", "Anne Holm"), "Anne Holm");
  EXPECT_EQ(CallActor("operator:Drift", ""), "Drift");
  EXPECT_EQ(CallActor("Drift", ""), "Drift");
}

}  // namespace
}  // namespace trivsel::gateway::review
