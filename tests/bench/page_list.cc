#include "tests/bench/page_list.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/bench/require.h"

namespace trivsel::bench {
namespace {

constexpr char kList[] = "/afviste/liste";

std::string DaysAgo(int days) {
  return absl::FormatTime("%Y-%m-%d", absl::Now() - absl::Hours(24) * days,
                          absl::UTCTimeZone());
}

class Finder {
 public:
  Finder(PageReader* reader, bool sees_all)
      : reader_(*reader), sees_all_(sees_all) {}

  std::vector<ConsolePage> Find() {
    Add("Overblik", "/overblik");
    Add("Afviste, grupper", "/afviste");
    Add("Afviste, liste", kList);
    Add("  næste side", PageAfter(kList, 1));
    Add("  ti sider inde", PageAfter(kList, 10));
    AddCodes();
    AddFilters();
    AddSearches();
    AddReports();
    AddJobs();
    if (sees_all_) AddDeliveries();
    Add("Kommuner", "/kommuner");
    Add("Kommune", "/kommuner/29189447");
    Add("Standard", "/standard");
    return std::move(pages_);
  }

 private:
  void Add(const std::string& name, const std::string& path) {
    pages_.push_back({name, path});
  }
  void AddList(const std::string& name, const std::string& query) {
    Add("  " + name, absl::StrCat(kList, "?", query));
  }
  std::vector<std::string> Links(const std::string& path,
                                 const std::string& beginning) {
    return LinksOf(reader_.Get(path).body, beginning);
  }
  // So many pages further, or as far as there are any.
  std::string PageAfter(std::string path, int pages) {
    for (int i = 0; i < pages; ++i) {
      std::string next;
      for (const std::string& link : Links(path, kList)) {
        if (link.find("side=") != std::string::npos) next = link;
      }
      if (next.empty()) break;
      path = next;
    }
    return path;
  }

  // Groups lead to lists of a code and a system.
  void AddCodes() {
    std::vector<std::string> groups;
    for (const std::string& link : Links("/afviste", kList)) {
      if (link.find("kode=") != std::string::npos) groups.push_back(link);
    }
    if (groups.empty()) Die("there are no groups");
    const auto code = [](const std::string& link) {
      const size_t from = link.find("kode=");
      return link.substr(from, link.find('&', from) - from);
    };
    Add("  største gruppe", groups.front());
    Add("  mindste gruppe", groups.back());
    AddList("kode, hyppig", code(groups.front()));
    AddList("kode, sjælden", code(groups.back()));
    AddList("kode, sendt tilbage", code(groups.front()) + "&tilstand=tilbage");
    AddList("kode, taget af mig", code(groups.front()) + "&hos=mig");
  }
  void AddFilters() {
    AddList("kommune, stor", "kommune=29189447");
    if (sees_all_) AddList("kommune, lille", "kommune=20000097");
    AddList("system", "system=Fagsystem%20A");
    for (const char* state :
         {"aaben", "behandles", "tilbage", "igennem", "lukket"}) {
      AddList(absl::StrCat("tilstand ", state),
              absl::StrCat("tilstand=", state));
    }
    AddList("alle tilstande", AllStates());
    AddList("taget af mig", "hos=mig");
    AddList("taget af ingen vi kender", "hos=ingen");
    AddList("afvist af kontrollen", "afvist_af=kontrol");
    AddList("afvist af modtager", "afvist_af=modtager");
    AddList("en uge, ny", absl::StrCat("fra=", DaysAgo(7)));
    AddList("en uge, gammel",
            absl::StrCat("fra=", DaysAgo(28), "&til=", DaysAgo(22)));
  }
  void AddSearches() {
    AddList("tekst", "tekst=mangler");
    AddList("tekst, modtagers ord", "tekst=afsluttet");
    AddList("tekst, intet fundet", "tekst=findesikke");
    AddList("tekst, alle tilstande", "tekst=findesikke&" + AllStates());
    AddList("tekst, en kommune", "tekst=findesikke&kommune=29189447");
  }
  void AddReports() {
    for (const auto& [name, query] :
         {std::pair<const char*, const char*>{"åben", "tilstand=aaben"},
          {"sendt tilbage", "tilstand=tilbage"},
          {"igennem", "tilstand=igennem"},
          {"lukket", "tilstand=lukket"},
          {"afvist af modtager", "afvist_af=modtager"}}) {
      const auto links =
          Links(absl::StrCat(kList, "?", query), "/indberetning/");
      if (links.empty()) Die(absl::StrCat("no report: ", query));
      Add(absl::StrCat("Indberetning, ", name), links.front());
    }
  }
  void AddJobs() {
    Add("Job", "/job");
    for (const std::string& link : Links("/job", "/job")) {
      if (link.find("side=") != std::string::npos) {
        Add("  næste side", link);
        break;
      }
    }
    for (const std::string& link : Links("/job", "/job/")) {
      Add("  et job", link);
      break;
    }
  }
  void AddDeliveries() {
    const std::string replay = "/leverancer/national/genafspil";
    const auto span = [&](int from, int to) {
      return absl::StrCat(replay, "?fra=", DaysAgo(from),
                          "T00:00&til=", DaysAgo(to), "T00:00");
    };
    Add("Leverancer", "/leverancer");
    Add("  genafspil", replay);
    Add("  genafspil, en dag", span(11, 10));
    Add("  genafspil, en dag, en kommune", span(11, 10) + "&kommune=29189447");
    Add("  genafspil, alt", span(40, -1));
    Add("  genafspil, alt, lille kommune", span(40, -1) + "&kommune=20000097");
    Add("  en genafspilning", "/genafspilning/1");
  }
  static std::string AllStates() {
    return "tilstand=aaben&tilstand=behandles&tilstand=tilbage&"
           "tilstand=igennem&tilstand=lukket";
  }

  PageReader& reader_;
  const bool sees_all_;
  std::vector<ConsolePage> pages_;
};

}  // namespace

std::vector<ConsolePage> PagesOf(PageReader* reader, bool sees_all) {
  return Finder(reader, sees_all).Find();
}

}  // namespace trivsel::bench
