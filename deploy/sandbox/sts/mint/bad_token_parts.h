// The corpus, part by part; put together in bad_token.cc.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_MINT_BAD_TOKEN_PARTS_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_MINT_BAD_TOKEN_PARTS_H_

#include <string>
#include <utility>
#include <vector>

#include "deploy/sandbox/sts/mint/bad_token.h"

namespace trivsel::sandbox::mint {

// The names without "ACCESS_FAULT_".
namespace fault {
#define TRIVSEL_SANDBOX_FAULT(name) \
  inline constexpr auto name = gateway::v1::ACCESS_FAULT_##name
TRIVSEL_SANDBOX_FAULT(ALGORITHM_REFUSED);
TRIVSEL_SANDBOX_FAULT(ASSERTION_COUNT);
TRIVSEL_SANDBOX_FAULT(ASSERTION_ENCRYPTED);
TRIVSEL_SANDBOX_FAULT(AUDIENCE_WRONG);
TRIVSEL_SANDBOX_FAULT(CANONICALIZATION_FAILED);
TRIVSEL_SANDBOX_FAULT(CLAIM_INVALID);
TRIVSEL_SANDBOX_FAULT(CLAIM_MISSING);
TRIVSEL_SANDBOX_FAULT(CLIENT_ASSERTION_INVALID);
TRIVSEL_SANDBOX_FAULT(CLIENT_ASSERTION_REPLAYED);
TRIVSEL_SANDBOX_FAULT(CLIENT_KEY_UNKNOWN);
TRIVSEL_SANDBOX_FAULT(CLOCK_DIFFERS);
TRIVSEL_SANDBOX_FAULT(CONFIRMATION_MISMATCH);
TRIVSEL_SANDBOX_FAULT(CONFIRMATION_MISSING);
TRIVSEL_SANDBOX_FAULT(CRITICAL_HEADER);
TRIVSEL_SANDBOX_FAULT(ID_REPEATED);
TRIVSEL_SANDBOX_FAULT(ISSUER_RETIRED);
TRIVSEL_SANDBOX_FAULT(ISSUER_UNKNOWN);
TRIVSEL_SANDBOX_FAULT(KEY_NOT_VALID_NOW);
TRIVSEL_SANDBOX_FAULT(KEY_UNKNOWN);
TRIVSEL_SANDBOX_FAULT(LIFETIME_TOO_LONG);
TRIVSEL_SANDBOX_FAULT(PRIVILEGES_MALFORMED);
TRIVSEL_SANDBOX_FAULT(RECIPIENT_WRONG);
TRIVSEL_SANDBOX_FAULT(REFERENCE_REFUSED);
TRIVSEL_SANDBOX_FAULT(ROLE_MISSING);
TRIVSEL_SANDBOX_FAULT(SCOPE_WRONG);
TRIVSEL_SANDBOX_FAULT(SIGNATURE_CONTENT);
TRIVSEL_SANDBOX_FAULT(SIGNATURE_COUNT);
TRIVSEL_SANDBOX_FAULT(SIGNATURE_INVALID);
TRIVSEL_SANDBOX_FAULT(SIGNATURE_MISSING);
TRIVSEL_SANDBOX_FAULT(SIGNATURE_PLACE);
TRIVSEL_SANDBOX_FAULT(STATEMENT_COUNT);
TRIVSEL_SANDBOX_FAULT(TOKEN_EXPIRED);
TRIVSEL_SANDBOX_FAULT(TOKEN_MALFORMED);
TRIVSEL_SANDBOX_FAULT(TOKEN_NOT_YET_VALID);
TRIVSEL_SANDBOX_FAULT(TOKEN_TOO_DEEP);
TRIVSEL_SANDBOX_FAULT(TOKEN_TOO_LARGE);
TRIVSEL_SANDBOX_FAULT(TRANSFORM_REFUSED);
TRIVSEL_SANDBOX_FAULT(XML_COMMENT);
TRIVSEL_SANDBOX_FAULT(XML_CONSTRUCT);
TRIVSEL_SANDBOX_FAULT(XML_DOCTYPE);
TRIVSEL_SANDBOX_FAULT(XML_MALFORMED);
TRIVSEL_SANDBOX_FAULT(XML_PROCESSING_INSTRUCTION);
#undef TRIVSEL_SANDBOX_FAULT
}  // namespace fault

// What a part of the corpus adds to; one form of token, one setting.
class BadTokenPart {
 public:
  BadTokenPart(const BadTokenSetting& setting, TokenForm form,
               std::vector<BadToken>* tokens)
      : setting_(setting), form_(form), tokens_(tokens) {}

  const BadTokenSetting& setting() const { return setting_; }
  const TokenRequest& request() const { return setting_.token; }

  void Add(const std::string& name,
           std::vector<gateway::v1::AccessFault> allowed, std::string text,
           std::string before = "") {
    tokens_->push_back({std::string(NameOf(form_)) + "-" + name, form_,
                        std::move(allowed), std::move(text),
                        std::move(before)});
  }

 private:
  const BadTokenSetting& setting_;
  const TokenForm form_;
  std::vector<BadToken>* const tokens_;
};

// A CVR number that the request is not for.
inline std::string OtherCvr(const TokenRequest& request) {
  return request.cvr == "22222222" ? "33333333" : "22222222";
}
inline constexpr size_t kFiveMegabytes = 5 * 1024 * 1024;

void AddJwtForms(BadTokenPart part);       // parts, encoding, JSON
void AddJwtSignatures(BadTokenPart part);  // algorithms, keys
void AddJwtTimes(BadTokenPart part);
void AddJwtClaims(BadTokenPart part);  // whom, for whom, bound to what
void AddJwtPrivileges(BadTokenPart part);
void AddSamlWrappings(BadTokenPart part);  // XSW 1-8
void AddSamlXml(BadTokenPart part);        // what an XML parser is tricked with
void AddSamlSignatures(BadTokenPart part);
void AddSamlKeys(BadTokenPart part);
void AddSamlClaims(BadTokenPart part);
void AddSamlSubjects(BadTokenPart part);  // times, confirmation
void AddClientAssertions(BadTokenPart part);

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_MINT_BAD_TOKEN_PARTS_H_
