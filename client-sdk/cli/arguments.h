// The command line as plain structs, so that only main.cc and
// line/ know CLI11.
#ifndef TRIVSEL_CLIENT_SDK_CLI_ARGUMENTS_H_
#define TRIVSEL_CLIENT_SDK_CLI_ARGUMENTS_H_

#include <string>
#include <vector>

namespace trivsel::cli {

// The forms that a report comes in.
enum class ReportForm { kDetect, kFhirJson, kProtoJson, kText, kBinary };

// What holds many reports: NDJSON, one a line, or a tar archive, one a file.
// kNone: the input is one report.
enum class Container { kDetect, kNone, kNdjson, kTar };

// What people read; machines read --output=json.
enum class Language { kBoth, kDanish, kEnglish };

// kTable is for stored reports; elsewhere it is the same as kText.
enum class Output { kText, kJson, kTable };

// How results are shown.
struct ViewArguments {
  Output output = Output::kText;
  Language language = Language::kBoth;
  bool colour = false;    // standard output is a terminal that wants it
  bool progress = false;  // standard error is a terminal
  // The page that explains finding codes; empty = the gateway's own, if it
  // tells of one.
  std::string help_url;
};

// How the gateway is reached.
struct GatewayArguments {
  std::string endpoint = "localhost:7443";
  std::string certificate_file;
  std::string key_file;
  std::string ca_file;
  bool insecure = false;
  double timeout_seconds = 60;
  // The token: from a file, or else from an STS; neither = none.
  std::string token_file;
  std::string sts_url;
  std::string sts_service;   // entityID of the gateway there
  std::string municipality;  // CVR number
  std::string sts_ca_file;   // empty = the machine's authorities
};

// Who said what an option is.
enum class SettingOrigin { kDefault, kFlag, kEnvironment, kFile };

struct Setting {
  std::string option;  // "--gateway"
  std::string value;
  SettingOrigin origin = SettingOrigin::kDefault;
  std::string where;  // the variable, or the file
};

// Which reports a command works on.
struct InputArguments {
  std::vector<std::string> paths;  // files, folders, "-" for standard input
  ReportForm form = ReportForm::kDetect;
  Container container = Container::kDetect;
};

struct ValidateArguments {
  InputArguments input;
  bool strict = false;
  std::vector<std::string> terminology;  // files over the built-in ones
};

struct ConvertArguments {
  InputArguments input;
  ReportForm to = ReportForm::kFhirJson;
  std::string out;      // a file; empty = standard output
  std::string out_dir;  // a folder; one file a report
};

struct SubmitArguments {
  InputArguments input;
  bool check = false;  // hold back what this machine finds invalid
  bool strict = false;
  bool wait = false;  // until the receivers have answered
  // Of a back-load, empty = by the input's name:
  std::string resume_file;           // how far it has come
  std::string rejected_file;         // what was not accepted, NDJSON
  double give_up_after_seconds = 0;  // without an answer; 0 = never
  int in_flight = 8;                 // requests on their way at one time
};

struct StatusArguments {
  std::vector<std::string> report_ids;
  bool accepted = false;
  bool rejected = false;
  std::string review;  // only in this state: "returned"; empty = any
  std::string since;   // RFC 3339, a date, or a span back from now ("36h")
  int limit = 50;
};

struct DictionaryArguments {
  std::string code;            // only this finding; empty = everything
  bool findings_only = false;  // only the table of findings
};

struct WatchArguments {
  std::vector<std::string> report_ids;
};

struct InspectArguments {
  std::string file;                       // "-": standard input
  std::vector<std::string> issuer_certs;  // files; empty = not checked
  std::vector<std::string> issuers;       // entityIDs; empty = the token's own
  std::vector<std::string> audiences;     // empty = not checked
  std::vector<std::string> roles;         // empty = not checked
  std::string certificate_file;           // empty = not checked
  std::string at;                         // a time; empty = now
};

struct GetTokenArguments {
  std::string out;  // a file; empty = standard output
};

struct ExchangeArguments {
  std::string endpoint;            // URL of the token endpoint
  std::string saml_file;           // "-": standard input
  std::string client_id;           // empty = the form of OIO IDWS REST
  std::string client_key_file;     // empty = the key of the connection
  std::string assertion_audience;  // empty = the endpoint
  std::string subject_issuer = "kombit-sts";
  std::string out;  // a file; empty = standard output
};

struct DoctorArguments {
  std::vector<Setting> settings;  // of the gateway
  std::string sor;                // of the municipality: a report is made up
  std::string report_file;        // or this one is tried
  double limit_seconds = 60;      // for everything
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_CLIENT_SDK_CLI_ARGUMENTS_H_
