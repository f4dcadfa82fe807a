#include "gateway/review/record_text.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <charconv>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "gateway/review/cpr_mask.h"

namespace trivsel::gateway::review {
namespace {

using Value = rapidjson::Value;
using Lines = std::unordered_map<const Value*, int>;

// Of the CPR number's system, "urn:oid:1.2.208.176.1.2".
constexpr std::string_view kCprOid = "1.2.208.176.1.2";
// Shorter ones would hide what has nothing to do with a number.
constexpr size_t kShortestNumber = 6;

std::string_view TextOf(const Value& value) {
  if (!value.IsString()) return {};
  return {value.GetString(), value.GetStringLength()};
}

std::string_view MemberText(const Value& object, const char* name) {
  const auto member = object.FindMember(name);
  return member == object.MemberEnd() ? std::string_view()
                                      : TextOf(member->value);
}

// Finds out which values are CPR numbers: right or wrong ones.
class NumberSearch {
 public:
  explicit NumberSearch(std::vector<std::string>* numbers)
      : numbers_(*numbers) {}

  // False: too deep.
  bool Visit(const Value& value, int depth, bool of_patient) {
    if (depth > RecordText::kMaxDepth) return false;
    if (value.IsArray()) {
      for (const Value& item : value.GetArray()) {
        if (!Visit(item, depth + 1, of_patient)) return false;
      }
    }
    if (!value.IsObject()) return true;
    if (of_patient || HasCprSystem(value)) Take(value);
    const bool patient = MemberText(value, "resourceType") == "Patient";
    for (const auto& member : value.GetObject()) {
      const bool identifier = patient && TextOf(member.name) == "identifier";
      if (!Visit(member.value, depth + 1, identifier)) return false;
    }
    return true;
  }

  bool Hides(const Value& value) const { return hidden_.contains(&value); }

 private:
  static bool HasCprSystem(const Value& object) {
    for (const auto& member : object.GetObject()) {
      if (TextOf(member.name) == "system" &&
          TextOf(member.value).find(kCprOid) != std::string_view::npos) {
        return true;
      }
    }
    return false;
  }

  void Take(const Value& identifier) {
    for (const auto& member : identifier.GetObject()) {
      if (TextOf(member.name) != "value") continue;
      const std::string_view number = TextOf(member.value);
      if (number.size() >= kShortestNumber) numbers_.emplace_back(number);
      hidden_.insert(&member.value);
    }
  }

  std::vector<std::string>& numbers_;
  std::unordered_set<const Value*> hidden_;
};

class Printer {
 public:
  Printer(const NumberSearch& search, const std::vector<std::string>& numbers,
          std::string* out, Lines* lines)
      : search_(search), numbers_(numbers), out_(*out), lines_(*lines) {}

  // The depth has been looked at.
  void Print(const Value& value, int depth) {
    lines_[&value] = line_;
    if (value.IsObject() && value.MemberCount() > 0) {
      PrintMembers(value, depth);
    } else if (value.IsArray() && !value.Empty()) {
      PrintItems(value, depth);
    } else if (search_.Hides(value)) {
      Quote(kMaskedCpr);
    } else {
      PrintPlain(value);
    }
  }

 private:
  void PrintMembers(const Value& value, int depth) {
    out_ += '{';
    bool first = true;
    for (const auto& member : value.GetObject()) {
      NewLine(&first, depth + 1);
      Quote(MaskCpr(TextOf(member.name), numbers_));
      out_ += ": ";
      Print(member.value, depth + 1);
    }
    NewLine(nullptr, depth);
    out_ += '}';
  }

  void PrintItems(const Value& value, int depth) {
    out_ += '[';
    bool first = true;
    for (const Value& item : value.GetArray()) {
      NewLine(&first, depth + 1);
      Print(item, depth + 1);
    }
    NewLine(nullptr, depth);
    out_ += ']';
  }

  void PrintPlain(const Value& value) {
    if (value.IsObject()) {
      out_ += "{}";
    } else if (value.IsArray()) {
      out_ += "[]";
    } else if (value.IsNull()) {
      out_ += "null";
    } else if (value.IsBool()) {
      out_ += value.GetBool() ? "true" : "false";
    } else if (value.IsString()) {
      Quote(MaskCpr(TextOf(value), numbers_));
    } else {
      PrintNumber(value);
    }
  }

  void PrintNumber(const Value& value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    const std::string_view number(buffer.GetString(), buffer.GetSize());
    const std::string masked = MaskCpr(number, numbers_);
    if (masked == number) {
      out_ += masked;
    } else {
      Quote(masked);
    }
  }

  void Quote(std::string_view text) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
    out_.append(buffer.GetString(), buffer.GetSize());
  }

  // Before a member or an item (`first`), or before the end (null).
  void NewLine(bool* first, int depth) {
    if (first != nullptr && !std::exchange(*first, false)) out_ += ',';
    out_ += '\n';
    out_.append(static_cast<size_t>(depth) * 2, ' ');
    ++line_;
  }

  const NumberSearch& search_;
  const std::vector<std::string>& numbers_;
  std::string& out_;
  Lines& lines_;
  int line_ = 1;
};

// "entry[1]" in its parts; -1: no place in an array.
struct Step {
  std::string_view name;
  int index = -1;
};

Step StepOf(std::string_view text) {
  const size_t open = text.find('[');
  if (open == std::string_view::npos) return {text};
  Step step{text.substr(0, open)};
  const std::string_view digits = text.substr(open + 1);
  int index = 0;
  const auto read =
      std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (read.ec == std::errc() && index >= 0) step.index = index;
  return step;
}

// The member a step means: of that name (the last, if it stands twice), its
// companion "_name", or of a choice ("value" is there as "valueCode").
const Value* MemberOf(const Value& object, std::string_view name) {
  const Value* companion = nullptr;
  const Value* choice = nullptr;
  const Value* exact = nullptr;
  for (const auto& member : object.GetObject()) {
    const std::string_view found = TextOf(member.name);
    if (found == name) {
      exact = &member.value;
    } else if (found.size() == name.size() + 1 && found[0] == '_' &&
               found.substr(1) == name) {
      companion = &member.value;
    } else if (found.size() > name.size() &&
               found.substr(0, name.size()) == name &&
               found[name.size()] >= 'A' && found[name.size()] <= 'Z') {
      choice = &member.value;
    }
  }
  if (exact != nullptr) return exact;
  return companion != nullptr ? companion : choice;
}

}  // namespace

struct RecordText::Document {
  rapidjson::Document json;
  Lines lines;
};

RecordText::RecordText(std::string_view json)
    : document_(std::make_unique<Document>()) {
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                              rapidjson::kParseFullPrecisionFlag |
                              rapidjson::kParseValidateEncodingFlag;
  rapidjson::Document& read = document_->json;
  read.Parse<kFlags>(json.data(), json.size());
  std::vector<std::string> numbers;
  NumberSearch search(&numbers);
  if (read.HasParseError() || !search.Visit(read, 0, false)) {
    document_.reset();
    return;
  }
  Printer(search, numbers, &text_, &document_->lines).Print(read, 0);
}

RecordText::~RecordText() = default;
RecordText::RecordText(RecordText&&) noexcept = default;

int RecordText::LineOf(std::string_view fhir_path) const {
  if (document_ == nullptr || fhir_path.empty()) return 0;
  const Value* at = &document_->json;
  // The first step is the bundle itself.
  size_t dot = fhir_path.find('.');
  while (dot != std::string_view::npos) {
    const size_t begin = dot + 1;
    dot = fhir_path.find('.', begin);
    const Step step = StepOf(fhir_path.substr(
        begin, dot == std::string_view::npos ? dot : dot - begin));
    // An array on the way that the path says nothing of.
    if (at->IsArray() && !at->Empty()) at = &(*at)[0u];
    if (!at->IsObject()) break;
    const Value* next = MemberOf(*at, step.name);
    if (next == nullptr) break;
    at = next;
    if (step.index < 0 || !at->IsArray()) continue;
    if (static_cast<rapidjson::SizeType>(step.index) >= at->Size()) break;
    at = &(*at)[static_cast<rapidjson::SizeType>(step.index)];
  }
  const auto line = document_->lines.find(at);
  return line == document_->lines.end() ? 0 : line->second;
}

}  // namespace trivsel::gateway::review
