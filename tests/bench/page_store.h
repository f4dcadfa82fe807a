// A database as an installation of that size has it, for the console's pages.
#ifndef TRIVSEL_TESTS_BENCH_PAGE_STORE_H_
#define TRIVSEL_TESTS_BENCH_PAGE_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace trivsel::bench {

// What there is in it, whatever its size: 98 municipalities, the largest
// (Holbæk) with a tenth of all reports, six vendor systems, thirty reports a
// child, thirty days. Of the rejected half are open, a fifth in review, and a
// tenth each returned, dismissed and accepted later.
struct PageStoreSize {
  int64_t stored = 0;
  double rejected = 0.025;
  // Of the accepted ones, by the receiver.
  double refused = 0.0025;
  // Not sent yet: a backlog does not grow with what is stored.
  int64_t waiting = 2000;
};

// Fills a database with our schema that was empty (tests/bench/page_fill.sql),
// with a bar on standard error, and lets PostgreSQL look after it as autovacuum
// would. One that was filled to that size before is left as it is. `operators`
// have taken what is in review.
void FillPageStore(const std::string& database, const PageStoreSize& size,
                   const std::vector<std::string>& operators);

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_PAGE_STORE_H_
