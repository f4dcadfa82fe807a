// Digests, by OpenSSL.
#ifndef TRIVSEL_DEPLOY_SANDBOX_RECEIVER_DIGEST_H_
#define TRIVSEL_DEPLOY_SANDBOX_RECEIVER_DIGEST_H_

#include <string>
#include <string_view>

namespace trivsel::sandbox {

// SHA-256 as 64 hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

// A name for a citizen that does not tell the CPR: the first 16 hexadecimal
// digits of HMAC-SHA-256.
std::string CitizenHash(std::string_view salt, std::string_view cpr);

// 32 bytes from the system; empty if there are none.
std::string NewSalt();

}  // namespace trivsel::sandbox

#endif  // TRIVSEL_DEPLOY_SANDBOX_RECEIVER_DIGEST_H_
