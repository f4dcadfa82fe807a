// The console's pages, as people come to them.
#ifndef TRIVSEL_TESTS_BENCH_PAGE_LIST_H_
#define TRIVSEL_TESTS_BENCH_PAGE_LIST_H_

#include <string>
#include <vector>

#include "tests/bench/page_reader.h"

namespace trivsel::bench {

struct ConsolePage {
  std::string name;
  std::string path;
};

// Each page once: lists with each filter, their next pages, a report of each
// kind. Found by following links, so that the same names lead to what each
// database has. `sees_all`: who reads sees everybody's reports, and what only
// they may see is among them.
std::vector<ConsolePage> PagesOf(PageReader* reader, bool sees_all);

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_PAGE_LIST_H_
