#include "gateway/access/form.h"

#include <optional>

#include "absl/strings/str_cat.h"

namespace trivsel::gateway::access {
namespace {

namespace v1 = trivsel::gateway::v1;
namespace token = validator::token;
using token::Fault;

int Nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> Decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      decoded.push_back(' ');
    } else if (text[i] != '%') {
      decoded.push_back(text[i]);
    } else {
      if (text.size() - i < 3) return std::nullopt;
      const int high = Nibble(text[i + 1]);
      const int low = Nibble(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  return decoded;
}

Fault Malformed(std::string expected, std::string found) {
  return {v1::ACCESS_FAULT_REQUEST_MALFORMED, std::move(expected),
          std::move(found)};
}

}  // namespace

token::OrFault<Form> Form::Read(std::string_view body) {
  if (body.size() > kMaxFormBytes) {
    return Malformed(absl::StrCat("≤ ", kMaxFormBytes, " bytes"),
                     absl::StrCat(body.size(), " bytes"));
  }
  Form form;
  while (!body.empty()) {
    const size_t end = body.find('&');
    const std::string_view pair = body.substr(0, end);
    body = end == std::string_view::npos ? "" : body.substr(end + 1);
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    auto name = Decode(pair.substr(0, equals));
    auto value =
        Decode(equals == std::string_view::npos ? std::string_view()
                                                : pair.substr(equals + 1));
    if (!name || !value) return Malformed("%XX", "%");
    if (name->empty() || name->size() > kMaxFormNameBytes) {
      return Malformed("NAME=VALUE", "");
    }
    for (const auto& [known, ignored] : form.parameters_) {
      if (known != *name) continue;
      return Fault{v1::ACCESS_FAULT_PARAMETER_INVALID,
                   absl::StrCat("1 × ", token::Shown(*name)),
                   absl::StrCat("2 × ", token::Shown(*name))};
    }
    if (form.parameters_.size() == kMaxFormParameters) {
      return Malformed(absl::StrCat("≤ ", kMaxFormParameters, " parameters"),
                       "");
    }
    form.parameters_.emplace_back(*std::move(name), *std::move(value));
  }
  return form;
}

const std::string* Form::Find(std::string_view name) const {
  for (const auto& [known, value] : parameters_) {
    if (known == name) return value.empty() ? nullptr : &value;
  }
  return nullptr;
}

}  // namespace trivsel::gateway::access
