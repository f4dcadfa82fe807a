// Forms as they come, and as they must not.
#include "gateway/access/form.h"

#include <gtest/gtest.h>

#include "tests/gateway/access/access_fixture.h"

namespace trivsel::gateway::access {
namespace {

Form Good(const std::string& body) {
  auto read = Form::Read(body);
  EXPECT_EQ(FaultIn(read), "") << body;
  Form* form = std::get_if<Form>(&read);
  return form == nullptr ? Form() : *form;
}

TEST(Form, IsDecoded) {
  const Form form =
      Good("grant_type=urn%3Aietf%3ax&b=a+b%2B&&c=&d&%65=%00%FF&f=x=y&");
  EXPECT_EQ(*form.Find("grant_type"), "urn:ietf:x");
  EXPECT_EQ(*form.Find("b"), "a b+");
  EXPECT_EQ(*form.Find("e"), std::string("\0\xFF", 2));
  EXPECT_EQ(*form.Find("f"), "x=y");
  EXPECT_EQ(form.Find("c"), nullptr);  // as if it were not there
  EXPECT_EQ(form.Find("d"), nullptr);
  EXPECT_EQ(form.Find("nothing"), nullptr);
  EXPECT_EQ(Good("").Find(""), nullptr);
}

TEST(Form, MayHaveAParameterOnce) {
  for (const char* body : {"a=1&a=1", "a=&a=1", "a=1&b=2&%61=3", "a&a"}) {
    const auto read = Form::Read(body);
    EXPECT_EQ(FaultIn(read), "PARAMETER_INVALID") << body;
    EXPECT_EQ(Told(read), "1 × a | 2 × a");
  }
}

TEST(Form, IsRefusedIfItIsNone) {
  for (const char* body :
       {"a=%", "a=%1", "a=%zz", "%=1", "=1", "=", "a=1&=2"}) {
    EXPECT_EQ(FaultIn(Form::Read(body)), "REQUEST_MALFORMED") << body;
  }
}

TEST(Form, HasLimits) {
  const std::string large(kMaxFormBytes - 2, 'x');
  EXPECT_EQ(Good("a=" + large).Find("a")->size(), large.size());
  EXPECT_EQ(FaultIn(Form::Read("aa=" + large)), "REQUEST_MALFORMED");
  std::string many = "p0=1";
  for (size_t i = 1; i < kMaxFormParameters; ++i) {
    many += "&p" + std::to_string(i) + "=1";
  }
  Good(many);
  EXPECT_EQ(FaultIn(Form::Read(many + "&more=1")), "REQUEST_MALFORMED");
  EXPECT_EQ(FaultIn(Form::Read(std::string(100, 'n') + "=1")),
            "REQUEST_MALFORMED");
}

// What is wrong never shows a value: it may be a token.
TEST(Form, TellsNoValues) {
  for (const char* body : {"a=secret&a=secret", "b=secret%", "=secret"}) {
    EXPECT_EQ(Told(Form::Read(body)).find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace trivsel::gateway::access
