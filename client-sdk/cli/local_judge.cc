#include "client-sdk/cli/local_judge.h"

#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client-sdk/cli/input_files.h"
#include "validator/terminology.h"

namespace trivsel::cli {

namespace {

using validator::Terminology;

// A file of codes is larger than a report may be, and not without bound.
constexpr size_t kMaxTerminologyBytes = 64 * 1024 * 1024;

absl::StatusOr<std::shared_ptr<const Terminology>> LoadTerminology(
    const std::vector<std::string>& files) {
  Terminology::Builder builder;
  absl::Status added = builder.AddTextProto(Terminology::BuiltInText());
  for (const std::string& file : files) {
    if (!added.ok()) return added;
    std::string text;
    added = ReadInput(file, kMaxTerminologyBytes, &text);
    if (added.ok()) added = builder.AddAny(text);
    if (!added.ok()) {
      return absl::InvalidArgumentError(file + ": " +
                                        std::string(added.message()));
    }
  }
  return builder.Build();
}

}  // namespace

absl::StatusOr<std::unique_ptr<LocalJudge>> LocalJudge::Create(
    bool strict, const std::vector<std::string>& files) {
  auto terminology = LoadTerminology(files);
  if (!terminology.ok()) return terminology.status();
  auto validator = validator::Validator::Create(*std::move(terminology));
  if (!validator.ok()) return validator.status();
  validator::Context context;
  context.now_seconds = absl::ToUnixSeconds(absl::Now());
  context.strictness =
      strict ? validator::Strictness::kGuide : validator::Strictness::kProfile;
  auto reader = ReportReader::Create(context.strictness);
  if (!reader.ok()) return reader.status();
  return std::unique_ptr<LocalJudge>(
      new LocalJudge(*std::move(reader), *std::move(validator), context));
}

FileVerdict LocalJudge::Judge(RawReport* raw, ReportForm form) {
  findings_.Clear();
  const bool readable = reader_->ReadRaw(raw, form, &report_, &findings_);
  if (readable) validator_->Validate(report_, context_, &findings_);
  findings_.Settle();
  if (!readable) return FileVerdict::kUnreadable;
  return findings_.has_error() ? FileVerdict::kInvalid : FileVerdict::kValid;
}

FileVerdict LocalJudge::Read(RawReport* raw, ReportForm form) {
  findings_.Clear();
  const bool readable = reader_->ReadRaw(raw, form, &report_, &findings_);
  findings_.Settle();
  return readable ? FileVerdict::kValid : FileVerdict::kUnreadable;
}

}  // namespace trivsel::cli
