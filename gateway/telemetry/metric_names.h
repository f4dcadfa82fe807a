// The names of all metrics, in one place: dashboards and alarms hang on them.
#ifndef TRIVSEL_GATEWAY_TELEMETRY_METRIC_NAMES_H_
#define TRIVSEL_GATEWAY_TELEMETRY_METRIC_NAMES_H_

namespace trivsel::gateway::telemetry::metric {

// Counter {submitter}: reports that came, before they were judged.
inline constexpr char kReceived[] = "trivsel_reports_received_total";
// Counter {submitter, outcome}: accepted, rejected, replayed, id_reused,
// denied, failed.
inline constexpr char kOutcomes[] = "trivsel_reports_total";
// Counter {code}: findings by code.
inline constexpr char kFindings[] = "trivsel_findings_total";
// Counter {reason}: calls refused before judging, by ErrorInfo reason.
inline constexpr char kRefused[] = "trivsel_calls_refused_total";
// Gauge: bytes of reports between the door and their commit.
inline constexpr char kInFlightBytes[] = "trivsel_in_flight_bytes";
// Gauge: reports between the door and their commit.
inline constexpr char kInFlightReports[] = "trivsel_in_flight_reports";
// Gauge: reports that wait for the committer.
inline constexpr char kCommitQueue[] = "trivsel_commit_queue_reports";
// Histogram, seconds: from the judgement to the answer of the committer.
inline constexpr char kCommitSeconds[] = "trivsel_commit_seconds";
// Counter {destination, outcome}: settled; or not, and then it is tried again:
// transient, overloaded, turned_away, batch_fault, broken_up (in smaller
// batches), incomplete, lease_lost, store_fault.
inline constexpr char kBatches[] = "trivsel_delivery_batches_total";
// Counter {destination, outcome}: confirmed, refused, unanswered.
inline constexpr char kDelivered[] = "trivsel_delivery_reports_total";
// Gauge {destination}, seconds: age of the oldest accepted report, on any
// gateway, that the destination has not answered for; 0 if there is none.
inline constexpr char kDeliveryLag[] = "trivsel_delivery_lag_seconds";
// Gauge {destination}: 1 while the destination is taken for down and is only
// probed.
inline constexpr char kCircuitOpen[] = "trivsel_delivery_circuit_open";
// Gauge {destination}: 1 while operators hold the destination back.
inline constexpr char kDeliveryPaused[] = "trivsel_delivery_paused";
// Gauge {destination}: lanes that this gateway carries.
inline constexpr char kLanesHeld[] = "trivsel_delivery_lanes_held";
// Gauge: 1 while the database answers.
inline constexpr char kStoreUp[] = "trivsel_store_up";
// Gauge: 1 while the database has no room for more reports.
inline constexpr char kStoreFull[] = "trivsel_store_full";
// Gauge: reports whose content is kept although its time is over, as they are
// not done; 0 where content is kept for ever.
inline constexpr char kContentHeldBack[] = "trivsel_content_held_back_reports";
// Counter {route, status}: requests answered at the HTTPS door; route "-": none
// of ours.
inline constexpr char kHttpRequests[] = "trivsel_http_requests_total";
// Gauge: connections that stand at the HTTPS door.
inline constexpr char kHttpConnections[] = "trivsel_http_connections";
// Gauge {kind, within_days}: permissions, signed agreements, certificates and
// documents that are not archived, that end within 60, 30 or 7 days, or have
// ended ("ended").
inline constexpr char kEndings[] = "trivsel_registry_endings";
// Gauge {kind}, days: until the first of the kind ends; less than 0: has ended.
inline constexpr char kEndingDaysLeft[] = "trivsel_registry_days_left";
// Gauge {use, holder, subject, thumbprint}: days until a certificate ends;
// below 0: it has. use: sts (a trusted issuer's, holder its entityID), client
// (registered, holder the submitter or operator), server (ours).
inline constexpr char kCertificateDaysLeft[] = "trivsel_certificate_days_left";
// Gauge: 0 while the access policy, a file it names or an issuer's metadata
// cannot be used, and what was there before stays in force.
inline constexpr char kAccessPolicyUsable[] = "trivsel_access_policy_usable";
// Gauge: 0 while login policy, its keys or the identity provider's metadata
// cannot be used, and what was there before stays in force.
inline constexpr char kLoginPolicyUsable[] = "trivsel_login_policy_usable";
// Gauge: 0 while an edition of the rules is in use that does not compile with
// this gateway's own files, and the one before stays in force.
inline constexpr char kRulesUsable[] = "trivsel_rules_usable";
// Gauge: 1 while health says SERVING.
inline constexpr char kServing[] = "trivsel_serving";

}  // namespace trivsel::gateway::telemetry::metric

#endif  // TRIVSEL_GATEWAY_TELEMETRY_METRIC_NAMES_H_
