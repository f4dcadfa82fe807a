#include "gateway/registry/task_file.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_join.h"
#include "gateway/registry/task_texts.h"

namespace trivsel::gateway::registry {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

std::string Cell(const std::string& text, char separator) {
  std::string out = text;
  if (!out.empty() && std::string("=+-@\t\r").find(out[0]) != out.npos) {
    out.insert(out.begin(), '\'');
  }
  if (out.find_first_of(std::string("\"\r\n") + separator) == out.npos) {
    return out;
  }
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string Line(const std::vector<std::string>& cells, char separator) {
  std::vector<std::string> out;
  for (const std::string& cell : cells) out.push_back(Cell(cell, separator));
  return absl::StrJoin(out, std::string(1, separator)) + "\r\n";
}

std::vector<std::string> Cells(const v1::OnboardingTask& task) {
  return {task.municipality_cvr(),
          task.municipality_name(),
          task.danish_title(),
          task.english_title(),
          DanishOwner(task.owner()),
          EnglishOwner(task.owner()),
          DanishState(task.state()),
          EnglishState(task.state()),
          task.due_on(),
          task.found(),
          task.danish_advice(),
          task.english_advice(),
          TextOf(task.kind()).code};
}

}  // namespace

std::string TasksAsCsv(const std::vector<v1::OnboardingTask>& tasks,
                       const CsvForm& form) {
  std::string out = form.byte_order_mark ? kByteOrderMark : "";
  out +=
      Line({"CVR", "Kommune / municipality", "Opgave", "Task", "Hvis opgave",
            "Whose task", "Tilstand", "State", "Frist / due", "Fundet / found",
            "Hvad skal gøres", "What to do", "Kode / code"},
           form.separator);
  for (const v1::OnboardingTask& task : tasks) {
    out += Line(Cells(task), form.separator);
  }
  return out;
}

std::string AsJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string out;
  // Fails only on messages that are not UTF-8, which the store has none of.
  if (!google::protobuf::util::MessageToJsonString(message, &out, options)
           .ok()) {
    return "{}";
  }
  return out;
}

std::string TasksAsJson(const std::vector<v1::OnboardingTask>& tasks) {
  std::vector<std::string> lines;
  for (const v1::OnboardingTask& task : tasks) lines.push_back(AsJson(task));
  return "[" + absl::StrJoin(lines, ",\n") + "]\n";
}

}  // namespace trivsel::gateway::registry
