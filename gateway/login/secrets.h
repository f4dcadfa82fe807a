// Names that nobody can guess: session ids, keys of login requests.
#ifndef TRIVSEL_GATEWAY_LOGIN_SECRETS_H_
#define TRIVSEL_GATEWAY_LOGIN_SECRETS_H_

#include <string>
#include <string_view>

namespace trivsel::gateway::login {

// 256 bits from OpenSSL as base64url, 43 characters. Ends the program if there
// is no randomness: nothing may go on without.
std::string NewSecret();

// Whether a text has the form of NewSecret(): what has not was never ours, and
// asks the database nothing.
bool IsSecret(std::string_view text);

// SHA-256, 32 octets: what the database keeps in the secret's place.
std::string HashOf(std::string_view secret);

// Another secret that follows from this one, and tells nothing of it:
// base64url of SHA-256 over purpose and secret.
std::string Derived(std::string_view purpose, std::string_view secret);

// Compares in a time that does not tell where they differ.
bool SameSecret(std::string_view a, std::string_view b);

}  // namespace trivsel::gateway::login

#endif  // TRIVSEL_GATEWAY_LOGIN_SECRETS_H_
