#include "client-sdk/cli/report_source.h"

#include <optional>
#include <utility>

#include "client-sdk/cli/archive_reader.h"
#include "client-sdk/cli/line_reader.h"
#include "client-sdk/cli/report_reader.h"

namespace trivsel::cli {
namespace {

constexpr size_t kMaxBytes = ReportReader::kMaxBytes + 1;

}  // namespace

class ReportSource::InputReader {
 public:
  // Whether to pass over the report at that position.
  using Skips = std::function<bool(uint64_t position)>;

  virtual ~InputReader() = default;
  // Fills all but `input`; `offset` counts from the input's beginning. A
  // report that is passed over has no bytes and need not be read. false: the
  // end. After an error the input has no more.
  virtual bool Next(const Skips& skips, RawReport* report) = 0;
};

namespace {

using InputReader = ReportSource::InputReader;

// Standard input has been opened already: its beginning has been looked at.
absl::StatusOr<std::unique_ptr<FileStream>> OpenFile(InputPlan* plan,
                                                     const std::string& path) {
  if (path != "-" || plan->standard_input == nullptr) {
    auto file = FileStream::Open(path);
    if (file.ok()) (*file)->StopOn(plan->stop_fd);
    return file;
  }
  plan->standard_input->StopOn(plan->stop_fd);
  return std::move(plan->standard_input);
}

class FilesReader final : public InputReader {
 public:
  FilesReader(const PlannedInput& input, InputPlan* plan)
      : input_(input), plan_(plan) {}

  bool Next(const Skips& skips, RawReport* report) override {
    if (next_ == input_.files.size()) return false;
    const PlannedFile& file = input_.files[next_];
    report->position = next_++;
    offset_ += file.bytes;
    report->offset = offset_;
    if (skips(report->position)) return true;
    report->origin.source = file.path;
    const auto stream = OpenFile(plan_, file.path);
    report->status = stream.ok()
                         ? ReadAll(stream->get(), kMaxBytes, &report->bytes)
                         : stream.status();
    return true;
  }

 private:
  const PlannedInput& input_;
  InputPlan* const plan_;
  size_t next_ = 0;
  uint64_t offset_ = 0;
};

// Lines of a stream, plain or packed.
class NdjsonReader final : public InputReader {
 public:
  NdjsonReader(std::string path, std::unique_ptr<FileStream> file)
      : path_(std::move(path)),
        file_(std::move(file)),
        lines_(file_.get(), kMaxBytes) {}
  NdjsonReader(std::string path, std::unique_ptr<ArchiveReader> unpacked)
      : path_(std::move(path)),
        unpacked_(std::move(unpacked)),
        lines_(unpacked_->content(), kMaxBytes) {}

  bool Next(const Skips& skips, RawReport* report) override {
    if (ended_) return false;
    const auto more = lines_.Next(&report->bytes);
    ended_ = !more.ok() || !*more;
    if (more.ok() && !*more) return false;
    report->status = more.status();
    report->position = position_++;
    report->offset =
        file_ != nullptr ? file_->consumed() : unpacked_->consumed();
    if (skips(report->position)) return true;
    report->origin.source = path_;
    report->origin.line = lines_.number() + (more.ok() ? 0 : 1);
    return true;
  }

 private:
  const std::string path_;
  const std::unique_ptr<FileStream> file_;  // one of these two
  const std::unique_ptr<ArchiveReader> unpacked_;
  LineReader lines_;
  uint64_t position_ = 0;
  bool ended_ = false;
};

class TarReader final : public InputReader {
 public:
  TarReader(std::string path, std::unique_ptr<ArchiveReader> archive)
      : path_(std::move(path)), archive_(std::move(archive)) {}

  bool Next(const Skips& skips, RawReport* report) override {
    if (ended_) return false;
    report->status = Read(report);
    ended_ = ended_ || !report->status.ok();
    if (ended_ && report->status.ok()) return false;
    report->position = position_++;
    report->offset = archive_->consumed();
    if (skips(report->position)) return true;
    report->origin.source = path_;
    report->origin.entry = entry_;
    return true;
  }

 private:
  // The next line of the NDJSON file that is open, or the next file.
  absl::Status Read(RawReport* report) {
    while (!ended_) {
      if (lines_.has_value()) {
        const auto more = lines_->Next(&report->bytes);
        if (!more.ok()) return more.status();
        report->origin.line = lines_->number();
        if (*more) return absl::OkStatus();
        report->origin.line = 0;
        lines_.reset();
      }
      const auto name = archive_->NextFile();
      if (!name.ok()) return name.status();
      ended_ = !name->has_value();
      if (ended_) break;
      entry_ = **name;
      // What a Mac leaves beside each file is named "._".
      const std::string base = entry_.substr(entry_.rfind('/') + 1);
      const InputKind kind = KindOfName(base);
      if (base.starts_with("._") || kind.packed) continue;
      if (kind.container == Container::kNdjson) {
        lines_.emplace(archive_->content(), kMaxBytes);
      } else if (kind.container == Container::kNone) {
        return ReadAll(archive_->content(), kMaxBytes, &report->bytes);
      }
    }
    return absl::OkStatus();
  }

  const std::string path_;
  const std::unique_ptr<ArchiveReader> archive_;
  std::optional<LineReader> lines_;
  std::string entry_;
  uint64_t position_ = 0;
  bool ended_ = false;
};

// An input that could not even be opened.
class BrokenReader final : public InputReader {
 public:
  BrokenReader(std::string path, absl::Status why)
      : path_(std::move(path)), why_(std::move(why)) {}
  bool Next(const Skips&, RawReport* report) override {
    if (why_.ok()) return false;
    report->position = 0;
    report->origin.source = path_;
    report->status = std::exchange(why_, absl::OkStatus());
    return true;
  }

 private:
  const std::string path_;
  absl::Status why_;
};

absl::StatusOr<std::unique_ptr<InputReader>> OpenContainer(
    const PlannedInput& input, std::unique_ptr<FileStream> file) {
  const std::string& path = input.files.front().path;
  const bool tar = input.kind.container == Container::kTar;
  if (!tar && !input.kind.packed) {
    return std::make_unique<NdjsonReader>(path, std::move(file));
  }
  auto archive = ArchiveReader::Open(
      std::move(file),
      tar ? ArchiveReader::Format::kTar : ArchiveReader::Format::kPacked);
  if (!archive.ok()) return archive.status();
  if (tar) return std::make_unique<TarReader>(path, *std::move(archive));
  const auto packed = (*archive)->NextFile();
  if (!packed.ok()) return packed.status();
  return std::make_unique<NdjsonReader>(path, *std::move(archive));
}

std::unique_ptr<InputReader> OpenInput(const PlannedInput& input,
                                       InputPlan* plan) {
  if (input.kind.container == Container::kNone) {
    return std::make_unique<FilesReader>(input, plan);
  }
  const std::string& path = input.files.front().path;
  auto file = OpenFile(plan, path);
  auto reader =
      file.ok() ? OpenContainer(input, *std::move(file)) : file.status();
  if (!reader.ok()) {
    return std::make_unique<BrokenReader>(path, reader.status());
  }
  return *std::move(reader);
}

uint64_t BytesOf(const PlannedInput& input) {
  uint64_t bytes = 0;
  for (const PlannedFile& file : input.files) bytes += file.bytes;
  return bytes;
}

}  // namespace

std::string OriginText(const Origin& origin) {
  std::string text = origin.source;
  if (!origin.entry.empty()) text += "/" + origin.entry;
  if (origin.line > 0) text += ":" + std::to_string(origin.line);
  return text;
}

ReportSource::ReportSource(InputPlan* plan, PassOver pass_over)
    : plan_(plan), pass_over_(std::move(pass_over)) {}

ReportSource::~ReportSource() = default;

bool ReportSource::OpenNext() {
  if (next_input_ == plan_->inputs.size()) return false;
  if (next_input_ > 0) offset_ += BytesOf(plan_->inputs[next_input_ - 1]);
  reader_ = OpenInput(plan_->inputs[next_input_++], plan_);
  return true;
}

bool ReportSource::Next(RawReport* report) {
  while (reader_ != nullptr || OpenNext()) {
    *report = RawReport();
    report->input = next_input_ - 1;
    bool passed = false;
    const auto skips = [&](uint64_t position) {
      passed = pass_over_ != nullptr && pass_over_(report->input, position);
      return passed;
    };
    if (!reader_->Next(skips, report)) {
      reader_.reset();
      continue;
    }
    report->offset += offset_;
    if (absl::IsCancelled(report->status)) {
      complete_ = false;
      return false;
    }
    complete_ = complete_ && report->status.ok();
    if (!passed) return true;
    ++passed_over_;
  }
  return false;
}

}  // namespace trivsel::cli
