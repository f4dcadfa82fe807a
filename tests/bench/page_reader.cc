#include "tests/bench/page_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/bench/require.h"

namespace trivsel::bench {
namespace {

size_t OnBody(char* data, size_t size, size_t count, void* user) {
  static_cast<std::string*>(user)->append(data, size * count);
  return size * count;
}

}  // namespace

PageReader::PageReader(std::string url, const std::string& ca_file,
                       std::string cookie)
    : url_(std::move(url)),
      cookie_(std::move(cookie)),
      curl_(curl_easy_init(), curl_easy_cleanup) {
  curl_easy_setopt(curl_.get(), CURLOPT_CAINFO, ca_file.c_str());
  curl_easy_setopt(curl_.get(), CURLOPT_COOKIE, cookie_.c_str());
  curl_easy_setopt(curl_.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl_.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl_.get(), CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(curl_.get(), CURLOPT_WRITEFUNCTION, &OnBody);
}

PageReader::Answer PageReader::Get(const std::string& path) {
  Answer answer;
  const std::string url = url_ + path;
  curl_easy_setopt(curl_.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl_.get(), CURLOPT_WRITEDATA, &answer.body);
  const CURLcode code = curl_easy_perform(curl_.get());
  if (code != CURLE_OK) {
    Die(absl::StrCat(path, ": ", curl_easy_strerror(code)));
  }
  long status = 0;
  curl_off_t begun = 0, ended = 0;  // microseconds
  curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl_.get(), CURLINFO_PRETRANSFER_TIME_T, &begun);
  curl_easy_getinfo(curl_.get(), CURLINFO_TOTAL_TIME_T, &ended);
  if (status != 200) Die(absl::StrCat(path, " gives ", status));
  answer.took = absl::Microseconds(ended - begun);
  return answer;
}

std::vector<std::string> LinksOf(const std::string& body,
                                 const std::string& beginning) {
  std::vector<std::string> links;
  const std::string start = "href=\"" + beginning;
  for (size_t at = body.find(start); at != std::string::npos;
       at = body.find(start, at + 1)) {
    const size_t from = at + 6;
    std::string link = absl::StrReplaceAll(
        body.substr(from, body.find('"', from) - from), {{"&amp;", "&"}});
    link.resize(std::min(link.size(), link.find('#')));
    if (std::find(links.begin(), links.end(), link) == links.end()) {
      links.push_back(std::move(link));
    }
  }
  return links;
}

}  // namespace trivsel::bench
