#include "gateway/ctl/review_room.h"

#include <utility>

namespace trivsel::gateway::ctl {
namespace {

// A call may want a second connection while it holds one.
constexpr int kConnections = 2;

}  // namespace

ReviewRoom::ReviewRoom(
    const store::ConnectOptions& connect,
    std::unique_ptr<const validator::fhir::FhirMapping> mapping)
    : pool_({connect, kConnections}), mapping_(std::move(mapping)) {}

absl::StatusOr<std::unique_ptr<ReviewRoom>> ReviewRoom::Open(
    const store::ConnectOptions& connect) {
  auto mapping = validator::fhir::FhirMapping::Create();
  if (!mapping.ok()) return mapping.status();
  std::unique_ptr<ReviewRoom> room(
      new ReviewRoom(connect, *std::move(mapping)));
  auto reviews = review::Reviews::Create(
      {room->pool_, *room->mapping_, room->clock_, nullptr, &room->jobs_});
  if (!reviews.ok()) return reviews.status();
  room->reviews_ = *std::move(reviews);
  return room;
}

}  // namespace trivsel::gateway::ctl
