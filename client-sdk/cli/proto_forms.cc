#include "client-sdk/cli/proto_forms.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>

namespace trivsel::cli {
namespace {

using google::protobuf::TextFormat;
using ltt::v1::DeliveryReport;

// No report needs more; a hostile one could otherwise exhaust the stack.
constexpr int kMaxDepth = 64;

// Keeps the line of the first error and drops the words, which quote input.
class FirstErrorLine final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int /*column*/,
                const std::string& /*message*/) override {
    if (line_ < 0) line_ = line + 1;
  }
  int line() const { return line_; }

 private:
  int line_ = -1;
};

absl::Status ParseText(std::string_view bytes, DeliveryReport* report) {
  FirstErrorLine error;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  parser.SetRecursionLimit(kMaxDepth);
  google::protobuf::io::ArrayInputStream stream(bytes.data(),
                                                static_cast<int>(bytes.size()));
  if (parser.Parse(&stream, report)) return absl::OkStatus();
  if (error.line() < 0) return absl::InvalidArgumentError("");
  return absl::InvalidArgumentError(", linje/line " +
                                    std::to_string(error.line()));
}

absl::Status ParseJson(std::string_view bytes, DeliveryReport* report) {
  const google::protobuf::StringPiece piece(bytes.data(), bytes.size());
  const auto status =
      google::protobuf::util::JsonStringToMessage(piece, report);
  return status.ok() ? absl::OkStatus() : absl::InvalidArgumentError("");
}

absl::Status ParseBinary(std::string_view bytes, DeliveryReport* report) {
  google::protobuf::io::CodedInputStream stream(
      reinterpret_cast<const uint8_t*>(bytes.data()),
      static_cast<int>(bytes.size()));
  stream.SetRecursionLimit(kMaxDepth);
  const bool all =
      report->ParseFromCodedStream(&stream) && stream.ConsumedEntireMessage();
  return all ? absl::OkStatus() : absl::InvalidArgumentError("");
}

absl::Status PrintJson(const DeliveryReport& report, std::string* out) {
  google::protobuf::util::JsonPrintOptions options;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(report, &json, options);
  if (!status.ok()) return absl::InternalError("cannot print as JSON");
  out->append(json);
  return absl::OkStatus();
}

absl::Status PrintBinary(const DeliveryReport& report, std::string* out) {
  google::protobuf::io::StringOutputStream stream(out);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  return report.SerializeToCodedStream(&coded)
             ? absl::OkStatus()
             : absl::InternalError("cannot serialize");
}

absl::Status PrintText(const DeliveryReport& report, std::string* out) {
  TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  if (!printer.PrintToString(report, &text)) {
    return absl::InternalError("cannot print as text");
  }
  out->append(text);
  return absl::OkStatus();
}

}  // namespace

absl::Status ParseProto(ReportForm form, std::string_view bytes,
                        DeliveryReport* report) {
  switch (form) {
    case ReportForm::kProtoJson:
      return ParseJson(bytes, report);
    case ReportForm::kText:
      return ParseText(bytes, report);
    case ReportForm::kBinary:
      return ParseBinary(bytes, report);
    default:
      return absl::InvalidArgumentError("");
  }
}

absl::Status PrintProto(ReportForm form, const DeliveryReport& report,
                        std::string* out) {
  switch (form) {
    case ReportForm::kProtoJson:
      return PrintJson(report, out);
    case ReportForm::kText:
      return PrintText(report, out);
    case ReportForm::kBinary:
      return PrintBinary(report, out);
    default:
      return absl::InvalidArgumentError("not a form of Protocol Buffers");
  }
}

void SilenceProtobufLog() { google::protobuf::SetLogHandler(nullptr); }

}  // namespace trivsel::cli
