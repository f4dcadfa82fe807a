// What has the form of a CPR number, and what has not.
#include "gateway/review/cpr_mask.h"

#include <gtest/gtest.h>

namespace trivsel::gateway::review {
namespace {

// A published test number of the national CPR register's test data.
constexpr char kNumber[] = "2512489996";

TEST(CprMask, HidesTheFormsOfANumber) {
  for (const char* written :
       {"2512489996", "251248-9996", "251248 9996", "251248.9996",
        "251248\xC2\xA0"
        "9996",
        "251248\xE2\x80\x93"
        "9996"}) {
    EXPECT_EQ(MaskCpr(std::string("om ") + written + ", igen"),
              "om ******-****, igen")
        << written;
    EXPECT_TRUE(MayHoldCpr(std::string("x") + written + "y")) << written;
  }
  EXPECT_EQ(MaskCpr("2512489996 251248-9996"), "******-**** ******-****");
  EXPECT_EQ(MaskCpr("cpr2512489996x"), "cpr******-****x");
}

TEST(CprMask, LeavesWhatIsNone) {
  for (const char* text :
       {"", "451000016003", "79641000016006", "2025-01-01T10:00:00.000Z",
        "25124899961", "251248999", "251248-99967", "1251248-9996",
        "550e8400-e29b-41d4-a716-446655440000", "1.2.208.176.1.2",
        "12345678"}) {
    EXPECT_EQ(MaskCpr(text), text);
    EXPECT_FALSE(MayHoldCpr(text)) << text;
  }
}

TEST(CprMask, ATelephoneNumberIsHiddenButMayBeWritten) {
  EXPECT_EQ(MaskCpr("ring 4587654321"), "ring ******-****");
  EXPECT_FALSE(MayHoldCpr("ring 4587654321"));
  // Replacement numbers have 60 more days.
  EXPECT_TRUE(MayHoldCpr("8512489996"));
  EXPECT_FALSE(MayHoldCpr("2513489996"));
}

TEST(CprMask, HidesWhatIsKnownWhereverItStands) {
  EXPECT_EQ(MaskCpr("id-00251248999 og 251248999", {"251248999"}),
            "id-00******-**** og ******-****");
  EXPECT_EQ(MaskCpr(kNumber, {""}), "******-****");
}

}  // namespace
}  // namespace trivsel::gateway::review
