// Heads that are read, and those that must not be.
#include "gateway/http/request_head.h"

#include <gtest/gtest.h>

namespace trivsel::gateway::http {
namespace {

RequestHead Read(const std::string& text) {
  auto parsed = ParseHead(text, 10);
  EXPECT_TRUE(std::holds_alternative<RequestHead>(parsed)) << text;
  const auto* head = std::get_if<RequestHead>(&parsed);
  return head == nullptr ? RequestHead() : *head;
}

int StatusOf(const std::string& text) {
  auto parsed = ParseHead(text, 10);
  const auto* fault = std::get_if<HttpFault>(&parsed);
  return fault == nullptr ? 200 : fault->status;
}

std::string With(const std::string& headers) {
  return "POST /x HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
}

TEST(RequestHead, IsRead) {
  const RequestHead head = Read(
      "POST /a/b%C3%A6?q=%31 HTTP/1.1\r\nhOST: x\r\nA:  1 2\t\r\nB:\r\n"
      "Content-Type: Text/HTML; charset=utf-8\r\nContent-Length: 12\r\n\r\n");
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.target.path, "/a/bæ");
  EXPECT_EQ(head.target.query, "q=%31");
  EXPECT_EQ(*head.headers.Find("a"), "1 2");
  EXPECT_EQ(*head.headers.Find("b"), "");
  EXPECT_EQ(head.ContentType(), "text/html");
  EXPECT_EQ(head.content_length, 12u);
  EXPECT_TRUE(head.has_body());
  EXPECT_TRUE(head.keep_alive);
}

TEST(RequestHead, KnowsWhenAConnectionGoesOn) {
  EXPECT_FALSE(Read(With("Connection: close\r\n")).keep_alive);
  EXPECT_FALSE(Read(With("Connection: x, CLOSE\r\n")).keep_alive);
  EXPECT_TRUE(Read(With("Connection: keep-alive\r\n")).keep_alive);
  EXPECT_FALSE(Read("GET / HTTP/1.0\r\n\r\n").keep_alive);
}

TEST(RequestHead, TakesTheAbsoluteForm) {
  EXPECT_EQ(Read("GET https://h:1/a?b HTTP/1.1\r\nHost: h\r\n\r\n").target.path,
            "/a");
  EXPECT_EQ(Read("GET https://h HTTP/1.1\r\nHost: h\r\n\r\n").target.path, "/");
}

TEST(RequestHead, RefusesWhatTwoReadersMayReadDifferently) {
  for (const char* headers : {
           "Content-Length: 1\r\nContent-Length: 1\r\n",
           "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
           "Content-Length: +1\r\n",
           "Content-Length: 1, 1\r\n",
           "Content-Length: 0x1\r\n",
           "Content-Length:\r\n",
           "Content-Length: 99999999999999999999\r\n",
           "Content-Length : 1\r\n",
           " folded\r\n",
           "A: 1\r\n folded\r\n",
           "no colon\r\n",
           ": no name\r\n",
           "A: 1\nB: 2\r\n",
           "A: 1\rB: 2\r\n",
           "A: \x01\r\n",
           "Host: again\r\n",
       }) {
    EXPECT_EQ(StatusOf(With(headers)), 400) << headers;
  }
  EXPECT_EQ(StatusOf(With("Transfer-Encoding: chunked, gzip\r\n")), 501);
  EXPECT_EQ(StatusOf(With(std::string("A: \0\r\n", 6))), 400);
}

TEST(RequestHead, RefusesBadRequestLines) {
  for (const char* line :
       {"GET /", "GET  / HTTP/1.1", "GET / / HTTP/1.1", " GET / HTTP/1.1",
        "G(T / HTTP/1.1", "GET x HTTP/1.1", "GET * HTTP/1.1", "",
        "GET /%zz HTTP/1.1", "GET /%2 HTTP/1.1", "GET /a%2fb HTTP/1.1",
        "GET /a%00 HTTP/1.1", "GET /a%0a HTTP/1.1", "GET /a\\b HTTP/1.1",
        "GET /#x HTTP/1.1", "GET /\xC3\xA6 HTTP/1.1",
        "ABCDEFGHIJKLMNOPQ / HTTP/1.1"}) {
    EXPECT_EQ(StatusOf(std::string(line) + "\r\nHost: h\r\n\r\n"), 400) << line;
  }
  EXPECT_EQ(StatusOf("GET / HTTP/1.2\r\nHost: h\r\n\r\n"), 505);
  EXPECT_EQ(StatusOf("GET / http/1.1\r\nHost: h\r\n\r\n"), 505);
}

TEST(RequestHead, LimitsTheNumberOfHeaders) {
  std::string nine, ten;
  for (int i = 0; i < 9; ++i) nine += "A: 1\r\n";
  EXPECT_EQ(StatusOf(With(nine)), 200);
  EXPECT_EQ(StatusOf(With(nine + "A: 1\r\n")), 431);
}

// Whatever octets come, it answers, and never reads past them.
TEST(RequestHead, SurvivesCuttingAndChanging) {
  const std::string good =
      "POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nA: b\r\n\r\n";
  for (size_t i = 0; i < good.size(); ++i) {
    EXPECT_NE(StatusOf(good.substr(0, i)), 200) << i;
    for (int octet = 0; octet < 256; ++octet) {
      std::string changed = good;
      changed[i] = static_cast<char>(octet);
      const int status = StatusOf(changed);
      EXPECT_TRUE(status == 200 || (status >= 400 && status <= 505));
    }
  }
}

TEST(QueryValue, FindsAndDecodes) {
  EXPECT_EQ(QueryValue("a=1&lang=en", "lang"), "en");
  EXPECT_EQ(QueryValue("l%61ng=%C3%A6+%2B", "lang"), "æ +");
  EXPECT_EQ(QueryValue("lang", "lang"), "");
  EXPECT_EQ(QueryValue("lang=%z", "lang"), std::nullopt);
  EXPECT_EQ(QueryValue("", "lang"), std::nullopt);
}

}  // namespace
}  // namespace trivsel::gateway::http
