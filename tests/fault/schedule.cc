#include "tests/fault/schedule.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "tests/fault/checker.h"
#include "tests/fault/evidence.h"
#include "tests/fault/injector.h"
#include "tests/fault/lane_key.h"
#include "tests/fault/submitters.h"

namespace trivsel::fault {
namespace {

using std::chrono::steady_clock;

// After the last fault is mended: to have all acknowledged and delivered.
// Beyond every wait of ours that a fault can have started: a send's timeout, a
// statement's 10 s, back-offs of a few failures.
constexpr auto kRecovery = std::chrono::seconds(60);

milliseconds Since(steady_clock::time_point begin) {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
}

// Logs of the folder that hold one of the secrets, by name.
std::vector<std::string> LogsThatTell(const std::string& folder,
                                      const std::set<std::string>& secrets) {
  std::vector<std::string> telling;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".log") continue;
    std::ostringstream content;
    content << std::ifstream(entry.path()).rdbuf();
    const std::string text = content.str();
    for (const std::string& secret : secrets) {
      if (text.find(secret) == std::string::npos) continue;
      telling.push_back(entry.path().filename());
      break;
    }
  }
  return telling;
}

class Schedule {
 public:
  Schedule(const Plan& plan, PostgresHost* postgres, const Stage& stage)
      : plan_(plan),
        postgres_(*postgres),
        database_(stage.database),
        folder_(stage.folder),
        scene_(plan, stage),
        injector_(plan, database_, postgres, &scene_, folder_ + "/faults.log"),
        submitters_(plan, stage.certificates, scene_.doors()) {}

  Outcome Run() {
    const auto begin = steady_clock::now();
    outcome_.seed = plan_.seed;
    std::ofstream(folder_ + "/plan.txt") << plan_.ToString();
    if (!Begin()) {
      history_.misconduct.push_back("the scene did not begin");
    } else {
      Play();
      Recover();
    }
    submitters_.Stop();
    scene_.End(/*gently=*/plan_.seed % 2 == 0);
    Judge();
    postgres_.Drop(database_);
    outcome_.took = Since(begin);
    return std::move(outcome_);
  }

 private:
  bool Begin() {
    return postgres_.Create(database_, plan_.Has(FaultKind::kDiskFull)) &&
           injector_.Prepare(
               plan_.poison < 0 ? "" : submitters_.IdOf(plan_.poison)) &&
           scene_.Begin();
  }

  // Until every fault's time is over. The load goes on as long as it likes.
  void Play() {
    submitters_.Start();
    begun_ = steady_clock::now();
    while (!injector_.over()) {
      injector_.Tick(Since(begun_));
      scene_.Tick();
      std::this_thread::sleep_for(milliseconds(2));
    }
    injector_.MendAll(Since(begun_));
  }

  void Recover() {
    const auto mended = steady_clock::now();
    std::unique_ptr<gateway::store::Connection> connection;
    bool recovered = false;
    while (!recovered && steady_clock::now() - mended < kRecovery) {
      scene_.Tick();
      injector_.MendRest();
      recovered = submitters_.done() && scene_.AllUp() &&
                  Backlog(postgres_, database_, &connection) == 0;
      if (!recovered) std::this_thread::sleep_for(milliseconds(50));
    }
    outcome_.recovery = Since(mended);
    if (!recovered) {
      history_.misconduct.push_back("not recovered within 60 s");
    }
  }

  void Judge() {
    submitters_.Tell(&history_);
    absl::Status read = ReadDatabase(postgres_, database_, &history_);
    read.Update(ReadReceiver(scene_.receiver_folder(), &history_));
    if (!read.ok()) {
      history_.misconduct.push_back("no evidence: " + read.ToString());
    }
    history_.misconduct.insert(history_.misconduct.end(),
                               scene_.misconduct().begin(),
                               scene_.misconduct().end());
    for (const auto& log : LogsThatTell(folder_, submitters_.secrets())) {
      history_.misconduct.push_back("a CPR number stands in " + log);
    }
    // Without evidence, every report would look lost.
    outcome_.violations = read.ok() ? Check(history_) : history_.misconduct;
    Count();
    std::ofstream file(folder_ + "/violations.txt");
    for (const auto& violation : outcome_.violations) file << violation << "\n";
  }

  void Count() {
    outcome_.faults = injector_.done();
    outcome_.reports = static_cast<int64_t>(history_.reports.size());
    outcome_.acknowledged = static_cast<int64_t>(submitters_.acknowledged());
    outcome_.acks = static_cast<int64_t>(history_.acks.size());
    outcome_.replays =
        std::count_if(history_.acks.begin(), history_.acks.end(),
                      [](const auto& ack) { return ack.replayed; });
    outcome_.batches = static_cast<int64_t>(history_.deliveries.size());
    for (const auto& receipt : history_.receipts) {
      ++(receipt.outcome == 1 ? outcome_.delivered : outcome_.refused);
    }
  }

  const Plan& plan_;
  PostgresHost& postgres_;
  const std::string database_;
  const std::string folder_;
  Scene scene_;
  Injector injector_;
  Submitters submitters_;
  steady_clock::time_point begun_;
  History history_;
  Outcome outcome_;
};

}  // namespace

Outcome RunSchedule(const Plan& plan, PostgresHost* postgres, Stage stage,
                    bool keep) {
  stage.database_socket = postgres->socket();
  stage.database = "s" + std::to_string(plan.seed);
  stage.citizen_key = DrawCitizenKey(plan.seed, plan.crowded);
  Outcome outcome = Schedule(plan, postgres, stage).Run();
  if (keep || !outcome.violations.empty()) {
    outcome.folder = stage.folder;
  } else {
    std::error_code ignored;
    std::filesystem::remove_all(stage.folder, ignored);
  }
  return outcome;
}

}  // namespace trivsel::fault
