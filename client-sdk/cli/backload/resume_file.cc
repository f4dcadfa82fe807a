#include "client-sdk/cli/backload/resume_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client-sdk/cli/byte_stream.h"

namespace trivsel::cli::backload {
namespace {

constexpr char kFirstLine[] = "trivsel-resume\t1\n";
constexpr std::string_view kChecksum = "checksum\t";
// Hundreds of thousands of single ranges fit; nothing else has any use.
constexpr size_t kMaxFileBytes = 64 * 1024 * 1024;

uint64_t Checksum(std::string_view text) {
  uint64_t hash = 14695981039346656037u;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  }
  return hash;
}

// Fields are separated by tabs, lines by newlines: neither stands in a field.
std::string Escaped(const std::string& field) {
  return absl::Utf8SafeCEscape(field);
}

void AppendTally(const Tally& tally, std::string* out) {
  for (size_t i = 0; i < kFates; ++i) {
    const Fate fate = static_cast<Fate>(i);
    if (fate == Fate::kNotSent || tally[fate] == 0) continue;
    absl::StrAppend(out, "fate\t", FateName(fate), "\t", tally[fate], "\n");
  }
  for (const auto& [code, reason] : tally.reasons) {
    absl::StrAppend(out, "reason\t", Escaped(code), "\t", reason.reports, "\t",
                    Escaped(reason.danish), "\t", Escaped(reason.english),
                    "\n");
  }
}

std::optional<Fate> FateOfName(const std::string& name) {
  for (size_t i = 0; i < kFates; ++i) {
    if (name == FateName(static_cast<Fate>(i))) return static_cast<Fate>(i);
  }
  return std::nullopt;
}

// Reads line by line into a state; false: not one that we write.
class Parser {
 public:
  bool Add(const std::string& line);
  ResumeState Take() { return std::move(state_); }

 private:
  using Fields = std::vector<std::string>;
  bool AddInput(const Fields& fields);
  bool AddToInput(const Fields& fields);

  ResumeState state_;
};

bool Parser::AddInput(const Fields& fields) {
  InputState input;
  if (!absl::SimpleHexAtoi(fields[1], &input.fingerprint)) return false;
  input.name = fields[2];
  auto settled = PositionSet::FromText(fields[3]);
  if (!settled.ok()) return false;
  input.settled = *std::move(settled);
  state_.inputs.push_back(std::move(input));
  return true;
}

bool Parser::AddToInput(const Fields& fields) {
  if (state_.inputs.empty()) return false;
  Tally& tally = state_.inputs.back().tally;
  if (fields[0] == "fate" && fields.size() == 3) {
    const auto fate = FateOfName(fields[1]);
    return fate.has_value() && absl::SimpleAtoi(fields[2], &tally[*fate]);
  }
  if (fields[0] == "reason" && fields.size() == 5) {
    Reason& reason = tally.reasons[fields[1]];
    reason.danish = fields[3];
    reason.english = fields[4];
    return absl::SimpleAtoi(fields[2], &reason.reports);
  }
  return false;
}

bool Parser::Add(const std::string& line) {
  Fields fields = absl::StrSplit(line, '\t');
  for (std::string& field : fields) {
    std::string plain;
    if (!absl::CUnescape(field, &plain)) return false;
    field = std::move(plain);
  }
  if (fields[0] == "gateway" && fields.size() == 2) {
    state_.gateway = fields[1];
    return true;
  }
  if (fields[0] == "rejected" && fields.size() == 3) {
    state_.rejected_file = fields[2];
    return absl::SimpleAtoi(fields[1], &state_.rejected_bytes);
  }
  if (fields[0] == "input" && fields.size() == 4) return AddInput(fields);
  return AddToInput(fields);
}

absl::Status SystemError(const std::string& path) {
  return absl::UnavailableError(path + ": " +
                                std::generic_category().message(errno));
}

absl::Status WriteSynced(const std::string& path, const std::string& text) {
  const int fd =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return SystemError(path);
  size_t done = 0;
  absl::Status status;
  while (done < text.size() && status.ok()) {
    const ssize_t wrote = ::write(fd, text.data() + done, text.size() - done);
    if (wrote < 0 && errno != EINTR) status = SystemError(path);
    if (wrote > 0) done += static_cast<size_t>(wrote);
  }
  if (status.ok() && ::fsync(fd) != 0) status = SystemError(path);
  ::close(fd);
  return status;
}

// The new name is on disk only when its folder is.
absl::Status SyncFolderOf(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const std::string name = folder.empty() ? "." : folder.string();
  const int fd = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError(name);
  const bool synced = ::fsync(fd) == 0;
  const absl::Status status = synced ? absl::OkStatus() : SystemError(name);
  ::close(fd);
  return status;
}

}  // namespace

std::string ResumeText(const ResumeState& state) {
  std::string text = kFirstLine;
  absl::StrAppend(&text, "gateway\t", Escaped(state.gateway), "\nrejected\t",
                  state.rejected_bytes, "\t", Escaped(state.rejected_file),
                  "\n");
  for (const InputState& input : state.inputs) {
    absl::StrAppend(&text, "input\t", absl::Hex(input.fingerprint), "\t",
                    Escaped(input.name), "\t", input.settled.ToText(), "\n");
    AppendTally(input.tally, &text);
  }
  const std::string sum = absl::StrCat(absl::Hex(Checksum(text)));
  return absl::StrCat(text, std::string(kChecksum), sum, "\n");
}

absl::StatusOr<ResumeState> ParseResumeText(std::string_view text) {
  const absl::Status torn = absl::DataLossError("not a whole resume file");
  const size_t last = text.rfind("\n" + std::string(kChecksum));
  if (!text.starts_with(kFirstLine) || last == std::string_view::npos) {
    return torn;
  }
  const std::string_view body = text.substr(0, last + 1);
  const std::string sum =
      absl::StrCat(std::string(kChecksum), absl::Hex(Checksum(body)), "\n");
  if (text.substr(last + 1) != sum) return torn;
  Parser parser;
  size_t start = sizeof kFirstLine - 1;
  while (start < body.size()) {
    const size_t end = body.find('\n', start);
    if (!parser.Add(std::string(body.substr(start, end - start)))) return torn;
    start = end + 1;
  }
  return parser.Take();
}

absl::StatusOr<ResumeState> LoadResumeFile(const std::string& path) {
  auto file = FileStream::Open(path);
  if (!file.ok()) return absl::NotFoundError(file.status().message());
  std::string text;
  const absl::Status read = ReadAll(file->get(), kMaxFileBytes, &text);
  if (!read.ok()) return absl::DataLossError(read.message());
  return ParseResumeText(text);
}

absl::Status SaveResumeFile(const std::string& path, const ResumeState& state) {
  const std::string fresh = path + ".new";
  const absl::Status written = WriteSynced(fresh, ResumeText(state));
  if (!written.ok()) return written;
  if (std::rename(fresh.c_str(), path.c_str()) != 0) return SystemError(path);
  return SyncFolderOf(path);
}

ResumeState StartOf(const InputPlan& plan, const std::string& gateway) {
  ResumeState state;
  state.gateway = gateway;
  for (const PlannedInput& input : plan.inputs) {
    state.inputs.push_back({input.name, input.fingerprint, {}, {}});
  }
  return state;
}

ResumeState ContinueFrom(const ResumeState& saved, const InputPlan& plan,
                         const std::string& gateway,
                         std::vector<std::string>* changed) {
  ResumeState state = StartOf(plan, gateway);
  if (saved.gateway != gateway) return state;
  state.rejected_file = saved.rejected_file;
  state.rejected_bytes = saved.rejected_bytes;
  for (InputState& input : state.inputs) {
    bool named = false, same = false;
    for (const InputState& old : saved.inputs) {
      if (old.name != input.name) continue;
      named = true;
      same = old.fingerprint == input.fingerprint;
      if (same) input = old;
      if (same) break;
    }
    if (named && !same) changed->push_back(input.name);
  }
  return state;
}

}  // namespace trivsel::cli::backload
