// A report that is all right is judged without a single allocation. A test
// executable of its own, because it counts every operator new.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/validator/good_report.h"
#include "validator/validator.h"

namespace {
std::atomic<long> allocations{0};
}  // namespace

void* operator new(size_t size) {
  ++allocations;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) std::abort();
  return memory;
}
void* operator new[](size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace trivsel::validator {
namespace {

TEST(AllocationTest, GoodReportIsJudgedWithoutAllocating) {
  auto terminology = Terminology::BuiltIn();
  ASSERT_TRUE(terminology.ok()) << terminology.status();
  auto validator = Validator::Create(*terminology);
  ASSERT_TRUE(validator.ok()) << validator.status();
  const auto report = GoodReport();
  Findings findings;
  const long before = allocations;
  ASSERT_GT(before, 0) << "the counter does not count";
  (*validator)->Validate(report, GoodContext(), &findings);
  EXPECT_EQ(allocations - before, 0);
  EXPECT_TRUE(findings.empty());
}

TEST(AllocationTest, FaultyReportIsCounted) {
  auto validator = Validator::Create(*Terminology::BuiltIn());
  ASSERT_TRUE(validator.ok()) << validator.status();
  auto report = GoodReport();
  report.clear_timestamp();
  Findings findings;
  const long before = allocations;
  (*validator)->Validate(report, GoodContext(), &findings);
  EXPECT_GT(allocations - before, 0);
}

}  // namespace
}  // namespace trivsel::validator
