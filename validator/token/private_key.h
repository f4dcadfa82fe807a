// Our own private keys, as verifiers and signers are given them.
#ifndef TRIVSEL_VALIDATOR_TOKEN_PRIVATE_KEY_H_
#define TRIVSEL_VALIDATOR_TOKEN_PRIVATE_KEY_H_

#include <openssl/types.h>

#include <memory>

namespace trivsel::validator::token {

// RSA where it is to decrypt. Never null where one is asked for. Immutable,
// hence thread safe.
using PrivateKey = std::shared_ptr<EVP_PKEY>;

}  // namespace trivsel::validator::token

#endif  // TRIVSEL_VALIDATOR_TOKEN_PRIVATE_KEY_H_
