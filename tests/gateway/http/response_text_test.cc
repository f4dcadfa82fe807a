// Answers octet by octet.
#include "gateway/http/response_text.h"

#include <gtest/gtest.h>

#include "gateway/telemetry/log.h"

namespace trivsel::gateway::http {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

TEST(ResponseText, HasAHeadAndABody) {
  Response response{404, "text/plain", "no\n", {}};
  response.headers.Add("Cache-Control", "max-age=60");
  const std::string text = ResponseText(response, {false, true, "0123", kNow});
  EXPECT_TRUE(
      text.starts_with("HTTP/1.1 404 Not Found\r\n"
                       "Date: Mon, 21 Sep 2026 14:13:20 GMT\r\n"
                       "X-Request-Id: 0123\r\n"
                       "Content-Type: text/plain\r\n"
                       "Cache-Control: max-age=60\r\n"))
      << text;
  EXPECT_TRUE(
      text.ends_with("Content-Length: 3\r\nConnection: close\r\n\r\nno\n"));
  EXPECT_EQ(text.find("no-store"), std::string::npos);
}

TEST(ResponseText, HasNoBodyWhereNoneBelongs) {
  const Response response{204, "", "x", {}};
  EXPECT_TRUE(
      ResponseText(response, {false, false, "", kNow}).ends_with("\r\n\r\n"));
  EXPECT_EQ(ResponseText(response, {false, false, "", kNow}).find("Content-L"),
            std::string::npos);
  const std::string head =
      ResponseText({200, "", "xy", {}}, {true, false, "", kNow});
  EXPECT_TRUE(head.ends_with("Content-Length: 2\r\n\r\n"));
}

TEST(ResponseText, LeavesOutWhatWouldSplitIt) {
  telemetry::SetLogLevel(telemetry::LogLevel::kError);
  Response response;
  response.headers.Add("A", "1\r\nB: 2");
  response.headers.Add("C: 1\r\nD", "2");
  response.headers.Add("", "2");
  response.headers.Add("Transfer-Encoding", "chunked");
  const std::string text = ResponseText(response, {false, false, "", kNow});
  EXPECT_EQ(text.find("B: 2"), std::string::npos);
  EXPECT_EQ(text.find("C:"), std::string::npos);
  EXPECT_EQ(text.find("chunked"), std::string::npos);
}

}  // namespace
}  // namespace trivsel::gateway::http
