// Asks a console for pages, one connection kept alive, and takes the time.
#ifndef TRIVSEL_TESTS_BENCH_PAGE_READER_H_
#define TRIVSEL_TESTS_BENCH_PAGE_READER_H_

#include <curl/curl.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace trivsel::bench {

// Somebody who is logged in. Not thread safe. Ends the process if a page is not
// there.
class PageReader {
 public:
  struct Answer {
    std::string body;
    // From when the request is written until the last octet is here: without
    // connecting and TLS's handshake.
    absl::Duration took;
  };

  // `url`: "https://localhost:41234".
  PageReader(std::string url, const std::string& ca_file, std::string cookie);
  PageReader(const PageReader&) = delete;
  PageReader& operator=(const PageReader&) = delete;

  Answer Get(const std::string& path);

 private:
  const std::string url_, cookie_;
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
};

// The links of a page that begin so, as paths, each once, in their order.
std::vector<std::string> LinksOf(const std::string& body,
                                 const std::string& beginning);

}  // namespace trivsel::bench

#endif  // TRIVSEL_TESTS_BENCH_PAGE_READER_H_
