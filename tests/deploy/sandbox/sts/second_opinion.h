// What others say of the mint's signatures: xmlsec1 and OpenSSL, used as any
// program would use them, without the rules of validator/token.
#ifndef TRIVSEL_TESTS_DEPLOY_SANDBOX_STS_SECOND_OPINION_H_
#define TRIVSEL_TESTS_DEPLOY_SANDBOX_STS_SECOND_OPINION_H_

#include <string>
#include <string_view>

#include "deploy/sandbox/sts/mint/key_pair.h"

namespace trivsel::sandbox {

// Whether xmlsec1 takes the document's first signature, made with the key;
// every attribute "ID" counts as an ID.
bool XmlsecAccepts(const std::string& xml, const mint::KeyPair& signer);

// Whether OpenSSL takes the signature of a compact JWS: RSASSA-PSS with
// SHA-256 and a salt of 32 octets, or RSASSA-PKCS1-v1_5 with SHA-256.
bool OpensslAcceptsJws(std::string_view jws, const mint::KeyPair& signer,
                       bool pss);

// The decoded part of a JWS: 0 header, 1 payload.
std::string JwsPart(std::string_view jws, int index);

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_TESTS_DEPLOY_SANDBOX_STS_SECOND_OPINION_H_
