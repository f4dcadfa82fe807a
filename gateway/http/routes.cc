#include "gateway/http/routes.h"

namespace trivsel::gateway::http {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

// Up to the next "/", which goes too.
std::string_view NextSegment(std::string_view* text) {
  const size_t end = text->find('/');
  const std::string_view segment = text->substr(0, end);
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + 1);
  return segment;
}

bool Fits(std::string_view pattern, std::string_view path, Values* values) {
  values->clear();
  while (!pattern.empty() && !path.empty()) {
    // A last "/" counts: "/a/" is not "/a".
    const bool more_pattern = pattern.find('/') != std::string_view::npos;
    const bool more_path = path.find('/') != std::string_view::npos;
    const std::string_view expected = NextSegment(&pattern);
    const std::string_view found = NextSegment(&path);
    if (more_pattern != more_path) return false;
    if (expected.size() > 2 && expected.front() == '{') {
      if (found.empty()) return false;
      values->emplace_back(expected.substr(1, expected.size() - 2), found);
    } else if (expected != found) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

bool Takes(const Route& route, std::string_view method) {
  return route.method == method || (route.method == "GET" && method == "HEAD");
}

void AddMethod(const Route& route, std::string* allow) {
  if (!allow->empty()) allow->append(", ");
  allow->append(route.method);
  if (route.method == "GET") allow->append(", HEAD");
}

}  // namespace

Routes& Routes::Add(Route route) {
  routes_.push_back(std::move(route));
  return *this;
}

std::vector<std::string> Routes::Names() const {
  std::vector<std::string> names;
  for (const Route& route : routes_) {
    names.push_back(route.method + " " + route.path);
  }
  return names;
}

Routes::Found Routes::Find(std::string_view method,
                           std::string_view path) const {
  Found found;
  Values values;
  for (const Route& route : routes_) {
    if (!Fits(route.path, path, &values)) continue;
    if (Takes(route, method)) {
      return {&route, 200, "", std::move(values)};
    }
    if (found.route == nullptr) found.route = &route;
    found.status = 405;
    AddMethod(route, &found.allow);
  }
  return found;
}

}  // namespace trivsel::gateway::http
