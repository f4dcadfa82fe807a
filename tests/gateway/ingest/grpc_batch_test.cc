// A batch's bytes are counted without being read, and say so when they are
// none.
#include "gateway/ingest/grpc_batch.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;

// In slices of `size` octets, as they come from the network.
grpc::ByteBuffer Sliced(const std::string& bytes, size_t size) {
  std::vector<grpc::Slice> slices;
  for (size_t at = 0; at < bytes.size(); at += size) {
    slices.emplace_back(bytes.substr(at, size));
  }
  return grpc::ByteBuffer(slices.data(), slices.size());
}

v1::SubmitReportsRequest Batch(int size) {
  v1::SubmitReportsRequest request;
  for (int i = 0; i < size; ++i) {
    v1::Submission* one = request.add_submissions();
    one->set_report_id("r-" + std::to_string(i));
    one->set_fhir_json(std::string(300, '{'));
  }
  return request;
}

TEST(GrpcBatchTest, CountsAcrossSlicesAndLeavesTheBytesToBeRead) {
  for (const int size : {1, 2, 100}) {
    const v1::SubmitReportsRequest request = Batch(size);
    for (const size_t slice : {1, 7, 128, 1 << 20}) {
      grpc::ByteBuffer bytes = Sliced(request.SerializeAsString(), slice);
      EXPECT_EQ(CountSubmissions(bytes), size) << slice;
      v1::SubmitReportsRequest read;
      ASSERT_TRUE(ReadSubmissions(&bytes, &read));
      EXPECT_EQ(read.SerializeAsString(), request.SerializeAsString());
    }
  }
}

TEST(GrpcBatchTest, NothingIsAnEmptyBatch) {
  grpc::ByteBuffer none, empty = Sliced("", 1);
  v1::SubmitReportsRequest read;
  EXPECT_EQ(CountSubmissions(none), 0);
  EXPECT_EQ(CountSubmissions(empty), 0);
  EXPECT_TRUE(ReadSubmissions(&none, &read));
  EXPECT_EQ(read.submissions_size(), 0);
}

TEST(GrpcBatchTest, PassesOverWhatItDoesNotKnow) {
  v1::SubmitReportsRequest request = Batch(3);
  // Field 99, a varint; a newer client's.
  const std::string bytes = request.SerializeAsString() + "\x98\x06\x01";
  EXPECT_EQ(CountSubmissions(Sliced(bytes, 64)), 3);
}

TEST(GrpcBatchTest, GarbageIsNoBatch) {
  const std::string whole = Batch(2).SerializeAsString();
  EXPECT_EQ(CountSubmissions(Sliced(whole.substr(0, whole.size() - 1), 64)),
            std::nullopt);
  EXPECT_EQ(CountSubmissions(Sliced("\x0a", 1)), std::nullopt);
  EXPECT_EQ(CountSubmissions(Sliced("\x0a\xff\xff\xff\xff\x0f", 1)),
            std::nullopt);
  EXPECT_EQ(CountSubmissions(Sliced(std::string(64, '\xff'), 64)),
            std::nullopt);
  EXPECT_EQ(CountSubmissions(Sliced(std::string(1, '\0'), 1)), std::nullopt);
  // Counted as one, and then no Submission.
  grpc::ByteBuffer inner = Sliced("\x0a\x02\x0a\x7f", 64);
  EXPECT_EQ(CountSubmissions(inner), 1);
  v1::SubmitReportsRequest read;
  EXPECT_FALSE(ReadSubmissions(&inner, &read));
}

}  // namespace
}  // namespace trivsel::gateway::ingest
