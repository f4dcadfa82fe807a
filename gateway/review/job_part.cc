#include "gateway/review/job_part.h"

#include <algorithm>
#include <utility>

#include "gateway/store/sqlstate.h"
#include "gateway/store/statements.h"
#include "gateway/telemetry/log.h"

namespace trivsel::gateway::review {
namespace {

namespace v1 = trivsel::gateway::v1;
using store::ArrayWriter;
using Element = ArrayWriter::Element;

// Numbers that one look goes through: a few milliseconds' work. Looks end at
// multiples of it, so that parts that are not in step soon are.
constexpr int64_t kLookAt = 4096;
constexpr int64_t kBytes = 8 * 1024 * 1024;
constexpr absl::Duration kWithin = absl::Seconds(30);

// What one of the acts does to a rejection.
struct Deed {
  int16_t event;
  int16_t state;
};

std::optional<Deed> DeedOf(v1::ReviewJob::Kind kind) {
  switch (kind) {
    case v1::ReviewJob::KIND_RETURN:
      return Deed{v1::ReviewEvent::KIND_RETURNED, v1::REVIEW_STATE_RETURNED};
    case v1::ReviewJob::KIND_DISMISS:
      return Deed{v1::ReviewEvent::KIND_DISMISSED, v1::REVIEW_STATE_DISMISSED};
    case v1::ReviewJob::KIND_ASSIGN:
      return Deed{v1::ReviewEvent::KIND_ASSIGNED, v1::REVIEW_STATE_IN_REVIEW};
    default:
      return std::nullopt;
  }
}

}  // namespace

JobPart::JobPart(JobPart&& other) noexcept
    : writer_(other.writer_),
      windows_(std::exchange(other.windows_, nullptr)),
      rejudge_(other.rejudge_),
      kind_(other.kind_),
      by_(std::move(other.by_)),
      words_(std::move(other.words_)),
      step_(other.step_) {}

JobPart::~JobPart() {
  if (windows_ != nullptr) windows_->Left(step_.job_id, step_.part);
}

absl::StatusOr<std::optional<JobPart>> JobPart::Take(RevalidationWriter* writer,
                                                     const Rejudge* rejudge,
                                                     JobWindows* windows,
                                                     const std::string& owner,
                                                     absl::Duration lease) {
  auto connection = writer->Connection();
  if (!connection.ok()) return connection.status();
  auto ended = (*connection)->Execute(store::kEndReviewJobs, store::Params());
  if (!ended.ok()) return ended.status();
  auto row = (*connection)
                 ->Execute(store::kLeaseReviewPart,
                           store::Params().Text(owner).Int64(
                               absl::ToInt64Microseconds(lease)));
  if (!row.ok()) return row.status();
  std::optional<JobPart> taken;
  if (row->rows() == 0) return taken;
  JobPart part;
  part.writer_ = writer;
  part.rejudge_ = rejudge;
  part.step_ = {row->Int64(0, 0),
                row->Int16(0, 1),
                row->Int64(0, 2),
                row->Int64(0, 3),
                false,
                0,
                lease};
  part.kind_ = static_cast<Kind>(row->Int16(0, 4));
  part.by_ = {row->Text(0, 6), row->Text(0, 7), row->Text(0, 5)};
  part.words_ = JobWords(row->View(0, 8));
  uint64_t free = 0;
  for (const int64_t other : row->Int64Array(0, 9)) {
    free |= uint64_t{1} << (other & 63);
  }
  part.windows_ = windows;
  windows->Took(part.step_.job_id, part.step_.part, free);
  taken.emplace(std::move(part));
  return taken;
}

absl::StatusOr<std::shared_ptr<const JobWindow>> JobPart::Load(int64_t from,
                                                               int64_t to,
                                                               uint64_t parts,
                                                               int32_t most) {
  auto connection = writer_->Connection();
  if (!connection.ok()) return connection.status();
  ArrayWriter numbers(Element::kInt2);
  for (int16_t part = 0; part < 64; ++part) {
    if ((parts >> part & 1) != 0) numbers.Int16(part);
  }
  auto rows = (*connection)
                  ->Execute(store::kLoadReviewChunk,
                            store::Params()
                                .Int64(step_.job_id)
                                .Int16(step_.part)
                                .Int64(step_.fence)
                                .Int64(from)
                                .Int64(to)
                                .Int32(most)
                                .Int64(kBytes)
                                .Bool(kind_ == v1::ReviewJob::KIND_REVALIDATE)
                                .Bool(!words_.empty())
                                .Array(std::move(numbers)),
                            kWithin);
  if (!rows.ok()) return rows.status();
  return JobWindow::Read(from, parts, *std::move(rows));
}

absl::StatusOr<std::shared_ptr<const JobWindow>> JobPart::Window(
    int32_t most, bool together) {
  const auto end_of = [](int64_t from) {
    return (from / kLookAt + 1) * kLookAt;
  };
  if (!together) {
    return Load(step_.place, end_of(step_.place), uint64_t{1} << step_.part,
                most);
  }
  return windows_->Get(step_.job_id, step_.part, step_.place,
                       [&](int64_t from, uint64_t parts) {
                         return Load(from, end_of(from), parts, kLookAt);
                       });
}

std::vector<int> JobPart::Wanted(const store::Result& rows,
                                 std::vector<int> looked_at) const {
  looked_at.erase(std::remove_if(looked_at.begin(), looked_at.end(),
                                 [&](int row) {
                                   return !words_.Match(
                                       rows.View(row, kWindowOurs),
                                       rows.View(row, kWindowReceivers));
                                 }),
                  looked_at.end());
  return looked_at;
}

absl::StatusOr<JobPart::Progress> JobPart::Next(int32_t most, bool together) {
  auto window = Window(most, together);
  if (!window.ok()) return window.status();
  if (*window == nullptr) return Progress{Progress::State::kLost};
  const store::Result& rows = (*window)->rows();
  std::vector<int> chunk = (*window)->RowsOf(step_.part, step_.place);
  step_.place = (*window)->to();
  step_.ended = (*window)->ended();
  // Not a small one after a full one.
  if (const auto full = static_cast<size_t>(most);
      chunk.size() > full + full / 2) {
    chunk.resize(full);
    step_.place = rows.Int64(chunk.back(), kWindowId);
    step_.ended = false;
  }
  const std::vector<int> wanted = Wanted(rows, std::move(chunk));
  step_.looked_at = static_cast<int64_t>(wanted.size());
  auto progress = kind_ == v1::ReviewJob::KIND_REVALIDATE
                      ? Revalidate(rows, wanted)
                      : Act(rows, wanted);
  if (progress.ok()) progress->looked_at = step_.looked_at;
  return progress;
}

absl::StatusOr<JobPart::Progress> JobPart::Revalidate(
    const store::Result& rows, const std::vector<int>& wanted) {
  RevalidationGroup group(*rejudge_, wanted.size());
  for (const int row : wanted) group.Add(rows, row);
  return Write(&group, 0, group.size());
}

absl::StatusOr<JobPart::Progress> JobPart::Write(RevalidationGroup* group,
                                                 size_t begin, size_t end) {
  JobStep step = step_;
  step.looked_at = static_cast<int64_t>(end - begin);
  if (end < group->size()) {
    step.place = group->rejection_id(end - 1);
    step.ended = false;
  }
  auto written = writer_->Write(*group, begin, end, by_, step);
  if (store::FaultOf(written.status()) == store::Fault::kData) {
    return Split(group, begin, end, written.status());
  }
  if (!written.ok()) return written.status();
  if (!written->ours) return Progress{Progress::State::kLost};
  return Progress{step.ended ? Progress::State::kEnded : Progress::State::kMore,
                  written->lanes};
}

// As the committers do it: halves until the one that is at fault is alone.
absl::StatusOr<JobPart::Progress> JobPart::Split(RevalidationGroup* group,
                                                 size_t begin, size_t end,
                                                 const absl::Status& why) {
  if (end - begin <= 1) {
    if (begin == end || !group->Refuse(begin)) return why;
    telemetry::Log(telemetry::LogLevel::kError, "revalidated_report_refused",
                   {{"rejection_id", group->rejection_id(begin)},
                    {"cause", std::string(why.message())}});
    return Write(group, begin, end);
  }
  const size_t half = begin + (end - begin) / 2;
  auto first = Write(group, begin, half);
  if (!first.ok() || first->state == Progress::State::kLost) return first;
  auto second = Write(group, half, end);
  if (second.ok()) second->lanes |= first->lanes;
  return second;
}

absl::StatusOr<JobPart::Progress> JobPart::Act(const store::Result& rows,
                                               const std::vector<int>& wanted) {
  const std::optional<Deed> deed = DeedOf(kind_);
  if (!deed) {
    return absl::InvalidArgumentError(
        "denne gateway kender ikke den slags job / this gateway does not know "
        "that kind of job");
  }
  ArrayWriter ids(Element::kInt8), versions(Element::kInt4);
  for (const int row : wanted) {
    ids.Int64(rows.Int64(row, 0));
    versions.Int32(rows.Int32(row, 1));
  }
  const bool assign = kind_ == v1::ReviewJob::KIND_ASSIGN;
  const std::string said =
      assign && by_.reason.empty() ? by_.actor : by_.reason;
  store::Params params;
  params.Array(std::move(ids))
      .Array(std::move(versions))
      .Int16(deed->event)
      .Text(by_.actor)
      .Text(by_.name)
      .Text(said)
      .Int16(deed->state);
  assign ? params.Text(said) : params.Null();
  kind_ == v1::ReviewJob::KIND_RETURN ? params.Text(said) : params.Null();
  params.Int64(step_.job_id)
      .Int16(step_.part)
      .Int64(step_.fence)
      .Int64(step_.place)
      .Bool(step_.ended)
      .Int64(step_.looked_at)
      .Int64(absl::ToInt64Microseconds(step_.lease));
  auto connection = writer_->Connection();
  if (!connection.ok()) return connection.status();
  auto row = (*connection)->Execute(store::kActInJob, params, kWithin);
  if (!row.ok()) return row.status();
  if (!row->Bool(0, 0)) return Progress{Progress::State::kLost};
  return Progress{step_.ended ? Progress::State::kEnded
                              : Progress::State::kMore};
}

absl::Status JobPart::Fail(const std::string& why) {
  auto connection = writer_->Connection();
  if (!connection.ok()) return connection.status();
  return (*connection)
      ->Execute(store::kFailReviewJob, store::Params()
                                           .Int64(step_.job_id)
                                           .Text(why)
                                           .Int16(step_.part)
                                           .Int64(step_.fence))
      .status();
}

void JobPart::Release() {
  auto connection = writer_->Connection();
  if (!connection.ok()) return;
  // If it cannot be told, the lease runs out.
  (*connection)
      ->Execute(store::kReleaseReviewPart, store::Params()
                                               .Int64(step_.job_id)
                                               .Int16(step_.part)
                                               .Int64(step_.fence))
      .status()
      .IgnoreError();
}

}  // namespace trivsel::gateway::review
