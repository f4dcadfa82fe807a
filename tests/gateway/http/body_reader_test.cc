// Bodies come in pieces of any size.
#include "gateway/http/body_reader.h"

#include <gtest/gtest.h>

namespace trivsel::gateway::http {
namespace {

constexpr size_t kMax = 100;

struct Outcome {
  std::string body, rest;
  int status = 0;  // 0: whole; -1: more is wanted
  bool operator==(const Outcome&) const = default;
};

Outcome Read(const RequestHead& head, const std::string& text, size_t piece) {
  BodyReader reader(head, kMax);
  Outcome outcome;
  size_t at = 0;
  while (!reader.done() && at < text.size()) {
    outcome.rest += text.substr(at, piece);
    at += piece;
    if (auto fault = reader.Take(&outcome.rest, &outcome.body)) {
      outcome.status = fault->status;
      return outcome;
    }
  }
  if (at < text.size()) outcome.rest += text.substr(at);
  outcome.status = reader.done() ? 0 : -1;
  return outcome;
}

Outcome Chunked(const std::string& text, size_t piece) {
  RequestHead head;
  head.chunked = true;
  return Read(head, text, piece);
}

TEST(BodyReader, ReadsALengthInAnyPieces) {
  RequestHead head;
  head.content_length = 5;
  for (size_t piece = 1; piece < 10; ++piece) {
    EXPECT_EQ(Read(head, "abcdeNEXT", piece), (Outcome{"abcde", "NEXT", 0}));
    EXPECT_EQ(Read(head, "abcd", piece), (Outcome{"abcd", "", -1}));
  }
  EXPECT_TRUE(BodyReader(RequestHead(), kMax).done());
}

TEST(BodyReader, ReadsChunksInAnyPieces) {
  const std::string text =
      "3\r\nabc\r\nA;x=\"y\"\r\n0123456789\r\n00\r\nTrailer: 1\r\n\r\nNEXT";
  for (size_t piece = 1; piece <= text.size(); ++piece) {
    EXPECT_EQ(Chunked(text, piece), (Outcome{"abc0123456789", "NEXT", 0}))
        << piece;
  }
}

TEST(BodyReader, RefusesBadChunks) {
  for (const char* text :
       {"g\r\n", "-1\r\n", " 1\r\n", "\r\n", "1 \r\n", "3\r\nabcd\r\n",
        "111111111\r\n", "0x3\r\nabc\r\n"}) {
    EXPECT_EQ(Chunked(text, 100).status, 400) << text;
  }
  EXPECT_EQ(Chunked("1;" + std::string(300, 'x'), 400).status, 400);
  EXPECT_EQ(Chunked("0\r\n" + std::string(5000, 'x'), 6000).status, 431);
  std::string trailers = "0\r\n";
  for (int i = 0; i < 1000; ++i) trailers += "A: 1\r\n";
  EXPECT_EQ(Chunked(trailers, 50).status, 431);
}

TEST(BodyReader, LimitsTheWhole) {
  EXPECT_EQ(Chunked("65\r\n", 10).status, 413);
  EXPECT_EQ(Chunked("ffffffff\r\n", 10).status, 413);
  std::string two = "60\r\n" + std::string(0x60, 'x') + "\r\n5\r\n";
  EXPECT_EQ(Chunked(two, 1000).status, 413);
  EXPECT_EQ(
      Chunked("64\r\n" + std::string(100, 'x') + "\r\n0\r\n\r\n", 7).status, 0);
}

}  // namespace
}  // namespace trivsel::gateway::http
