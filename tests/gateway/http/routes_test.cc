// Which route answers.
#include "gateway/http/routes.h"

#include <gtest/gtest.h>

namespace trivsel::gateway::http {
namespace {

Routes Some() {
  Routes routes;
  for (const auto& [method, path] :
       {std::pair("GET", "/"), std::pair("GET", "/a"), std::pair("POST", "/a"),
        std::pair("PUT", "/b/{id}"), std::pair("GET", "/b/{id}/c/{other}"),
        std::pair("GET", "/slash/")}) {
    routes.Add({method, path, nullptr});
  }
  return routes;
}

std::string PathFor(const std::string& method, const std::string& path) {
  const Routes routes = Some();
  const Routes::Found found = routes.Find(method, path);
  return found.status == 200 ? found.route->path : std::to_string(found.status);
}

TEST(Routes, FitSegmentBySegment) {
  EXPECT_EQ(PathFor("GET", "/"), "/");
  EXPECT_EQ(PathFor("HEAD", "/a"), "/a");
  EXPECT_EQ(PathFor("GET", "/a/"), "404");
  EXPECT_EQ(PathFor("GET", "/slash"), "404");
  EXPECT_EQ(PathFor("GET", "/slash/"), "/slash/");
  EXPECT_EQ(PathFor("GET", "//a"), "404");
  EXPECT_EQ(PathFor("GET", "/A"), "404");
  EXPECT_EQ(PathFor("GET", ""), "404");
  EXPECT_EQ(PathFor("PUT", "/b/1"), "/b/{id}");
  EXPECT_EQ(PathFor("PUT", "/b/"), "404");
  EXPECT_EQ(PathFor("PUT", "/b/1/"), "404");
  EXPECT_EQ(PathFor("GET", "/b/1/c/2"), "/b/{id}/c/{other}");
  EXPECT_EQ(PathFor("DELETE", "/a"), "405");
}

TEST(Routes, TellValuesAndMethods) {
  const Routes routes = Some();
  const auto found = routes.Find("GET", "/b/x y/c/{z}");
  ASSERT_EQ(found.values.size(), 2u);
  EXPECT_EQ(found.values[0].first, "id");
  EXPECT_EQ(found.values[0].second, "x y");
  EXPECT_EQ(found.values[1].second, "{z}");
  EXPECT_EQ(routes.Find("PUT", "/a").allow, "GET, HEAD, POST");
}

}  // namespace
}  // namespace trivsel::gateway::http
