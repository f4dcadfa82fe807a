#include "gateway/access/policy_file.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace trivsel::gateway::access {
namespace {

constexpr size_t kMaxCertificateFileBytes = 1024 * 1024;

// What the parser of textprotos has to say first.
class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (!text_.empty()) return;
    text_ =
        absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

absl::Status BadField(const std::string& field, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", what));
}

absl::Status ParsePolicyText(std::string_view text,
                             google::protobuf::Message* policy) {
  google::protobuf::TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (parser.ParseFromString(std::string(text), policy)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(error.text());
}

absl::Status CheckName(const std::string& field, const std::string& value) {
  if (value.empty()) return BadField(field, "is empty");
  if (value.size() > kMaxNameBytes) return BadField(field, "is too long");
  const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '\x7f';
  });
  return plain ? absl::OkStatus()
               : BadField(field, "has a blank or a control character in it");
}

std::string BesidePolicy(const std::string& policy, const std::string& file) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path folder = fs::absolute(policy, ignored).parent_path();
  return (folder / file).lexically_normal().string();
}

absl::Status NamingFile(const std::string& path, const absl::Status& status) {
  const std::string message(status.message());
  if (absl::StartsWith(message, path)) return status;
  return absl::Status(status.code(), absl::StrCat(path, ": ", message));
}

absl::StatusOr<std::vector<validator::token::PublicKey>> ReadCertificates(
    const std::string& file, std::vector<WatchedFile>* seen) {
  auto octets = ReadWatched(file, kMaxCertificateFileBytes, seen);
  if (!octets.ok()) return octets.status();
  auto keys = validator::token::ReadPublicKeys(*octets);
  if (!keys.ok()) {
    return BadField(file, std::string(keys.status().message()));
  }
  for (const validator::token::PublicKey& key : *keys) {
    if (!key.has_certificate()) {
      return BadField(file, "has a bare public key; a certificate is needed");
    }
  }
  return keys;
}

}  // namespace trivsel::gateway::access
