#include "gateway/ingest/grpc_batch.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/proto_buffer_reader.h>

namespace trivsel::gateway::ingest {
namespace {

namespace v1 = trivsel::gateway::v1;
using google::protobuf::internal::WireFormatLite;

constexpr uint32_t kSubmissionTag =
    WireFormatLite::MakeTag(v1::SubmitReportsRequest::kSubmissionsFieldNumber,
                            WireFormatLite::WIRETYPE_LENGTH_DELIMITED);

}  // namespace

std::optional<int> CountSubmissions(const grpc::ByteBuffer& bytes) {
  // An empty message has no slices, and the reader wants some.
  if (!bytes.Valid() || bytes.Length() == 0) return 0;
  // It reads only, though its constructor does not say so.
  grpc::ProtoBufferReader slices(const_cast<grpc::ByteBuffer*>(&bytes));
  if (!slices.status().ok()) return std::nullopt;
  google::protobuf::io::CodedInputStream in(&slices);
  int count = 0;
  while (const uint32_t tag = in.ReadTag()) {
    if (tag == kSubmissionTag) ++count;
    if (!WireFormatLite::SkipField(&in, tag)) return std::nullopt;
  }
  if (!in.ConsumedEntireMessage()) return std::nullopt;
  return count;
}

bool ReadSubmissions(grpc::ByteBuffer* bytes,
                     v1::SubmitReportsRequest* request) {
  if (!bytes->Valid() || bytes->Length() == 0) return true;
  return grpc::SerializationTraits<v1::SubmitReportsRequest>::Deserialize(
             bytes, request)
      .ok();
}

bool WriteOutcomes(const v1::SubmitReportsResponse& response,
                   grpc::ByteBuffer* bytes) {
  bool own = false;
  return grpc::SerializationTraits<v1::SubmitReportsResponse>::Serialize(
             response, bytes, &own)
      .ok();
}

}  // namespace trivsel::gateway::ingest
