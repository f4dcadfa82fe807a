// The server's time for each page of the console, with few and with many
// reports stored: asked for over HTTPS of real gateways by people who have
// logged in, one who sees everybody's reports and one who sees one
// municipality's.
//
// Both databases lie in one server, and each page is asked for by turns, so
// that whatever else the machine does meets all alike.
//
//   trivsel_bench_pages [--stored=300000] [--few=30000] [--rejected=2.5]
//                       [--rounds=40] [--keep=FOLDER] [--wait]
//
// --rejected is in percent. --keep leaves the databases in the folder, filled,
// and takes what it finds there; --wait stays until Enter, for a look around.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "tests/bench/bench_gateway.h"
#include "tests/bench/bench_store.h"
#include "tests/bench/console_login.h"
#include "tests/bench/page_list.h"
#include "tests/bench/page_reader.h"
#include "tests/bench/page_store.h"
#include "tests/bench/page_table.h"
#include "tests/bench/require.h"

namespace trivsel::bench {
namespace {

struct Settings {
  int64_t stored = 300'000;
  int64_t few = 30'000;
  double rejected_percent = 2.5;
  int rounds = 40;
  std::string keep;
  bool wait = false;
};

// A database of that size, and a gateway on it.
class Installation {
 public:
  Installation(BenchStore* store, const Settings& settings, int64_t stored)
      : database_(store->OpenDatabase(absl::StrCat("pages_", stored))) {
    PageStoreSize size;
    size.stored = stored;
    size.rejected = settings.rejected_percent / 100;
    FillPageStore(database_, size, {ActorOf(kOlga), ActorOf(kHolger)});
    std::vector<std::string> options = login_.GatewayOptions();
    options.insert(options.end(), {"--database", database_});
    gateway_ = std::make_unique<BenchGateway>(options);
    login_.Meet(*gateway_);
  }

  std::unique_ptr<PageReader> Visitor(const std::string& user) {
    return std::make_unique<PageReader>(login_.url(), login_.ca_file(),
                                        login_.LogIn(user));
  }
  std::string Where() const {
    return absl::StrCat(login_.url(), "  ", database_);
  }

 private:
  const std::string database_;
  ConsoleLogin login_;
  std::unique_ptr<BenchGateway> gateway_;
};

class PagesBench {
 public:
  explicit PagesBench(Settings settings)
      : settings_(std::move(settings)), store_(settings_.keep) {}

  void Run() {
    Installation many(&store_, settings_, settings_.stored);
    Installation few(&store_, settings_, settings_.few);
    std::printf("milliseconds; %d rounds; few: %d stored, many: %d\n",
                settings_.rounds, static_cast<int>(settings_.few),
                static_cast<int>(settings_.stored));
    std::printf(
        "again with: tests/bench/run pages --stored=%d --few=%d "
        "--rejected=%g --rounds=%d\n",
        static_cast<int>(settings_.stored), static_cast<int>(settings_.few),
        settings_.rejected_percent, settings_.rounds);
    PageVerdict verdict;
    Measure("Who sees everybody's reports", kOlga, &few, &many, &verdict);
    Measure("Who sees one municipality's", kHolger, &few, &many, &verdict);
    verdict.Print();
    if (!settings_.wait) return;
    std::fprintf(stderr, "few:  %s\nmany: %s\nEnter ends it\n",
                 few.Where().c_str(), many.Where().c_str());
    (void)std::getchar();
  }

 private:
  void Measure(const char* who, const char* user, Installation* few,
               Installation* many, PageVerdict* verdict) {
    const auto few_reader = few->Visitor(user);
    const auto many_reader = many->Visitor(user);
    // A gateway that has just started reads the days that are over once; that
    // is in the first call to Overblik.
    std::vector<PageFigures> figures = {{"Overblik, the first of all", {}, {}}};
    figures.front().few.Add(few_reader->Get("/overblik"));
    figures.front().many.Add(many_reader->Get("/overblik"));
    const bool sees_all = user == std::string(kOlga);
    const auto few_pages = PagesOf(few_reader.get(), sees_all);
    const auto many_pages = PagesOf(many_reader.get(), sees_all);
    if (few_pages.size() != many_pages.size()) Die("other pages");
    for (const ConsolePage& page : many_pages) {
      figures.push_back({page.name, {}, {}});
    }
    for (int round = 0; round <= settings_.rounds; ++round) {
      for (size_t i = 0; i < many_pages.size(); ++i) {
        figures[i + 1].few.Add(few_reader->Get(few_pages[i].path));
        figures[i + 1].many.Add(many_reader->Get(many_pages[i].path));
      }
      std::fprintf(stderr, "\r%s: round %d of %d ", who, round,
                   settings_.rounds);
    }
    std::fprintf(stderr, "\n");
    PrintTable(who, figures);
    figures.erase(figures.begin());
    verdict->Take(who, figures);
  }

  const Settings settings_;
  BenchStore store_;
};

int Main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    bool good = true;
    if (absl::ConsumePrefix(&argument, "--stored=")) {
      good = absl::SimpleAtoi(argument, &settings.stored);
    } else if (absl::ConsumePrefix(&argument, "--few=")) {
      good = absl::SimpleAtoi(argument, &settings.few);
    } else if (absl::ConsumePrefix(&argument, "--rejected=")) {
      good = absl::SimpleAtod(argument, &settings.rejected_percent);
    } else if (absl::ConsumePrefix(&argument, "--rounds=")) {
      good = absl::SimpleAtoi(argument, &settings.rounds);
    } else if (absl::ConsumePrefix(&argument, "--keep=")) {
      settings.keep = std::string(argument);
    } else if (argument == "--wait") {
      settings.wait = true;
    } else {
      good = false;
    }
    if (!good || settings.few < 10'000 || settings.stored <= settings.few ||
        settings.rounds < 1) {
      Die("usage: trivsel_bench_pages [--stored=N] [--few=N, at least 10000] "
          "[--rejected=PERCENT] [--rounds=N] [--keep=FOLDER] [--wait]");
    }
  }
  PagesBench(std::move(settings)).Run();
  return 0;
}

}  // namespace
}  // namespace trivsel::bench

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return trivsel::bench::Main(argc, argv);
}
