// Where a client gets the token that says whom it reports for.
//
// A token comes from KOMBIT's Security Token Service 2 (STS2), or from the
// gateway's own token endpoint. It is for one municipality, lasts some hours
// and is bound to the client certificate (RFC 8705). Who reports for several
// municipalities has a client with a source of its own for each.
#ifndef TRIVSEL_CLIENT_TOKEN_SOURCE_H_
#define TRIVSEL_CLIENT_TOKEN_SOURCE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace trivsel::client {

// Thread safe: it is asked on every thread that calls the gateway, before each
// call. Ready made: TokenFile below, StsTokenSource (sts_token_source.h, in
// the library trivsel::client-sts).
class TokenSource {
 public:
  virtual ~TokenSource() = default;

  // The token as it is sent behind "Bearer ", without white space around it.
  // May block, best no longer than some seconds.
  //
  // `refresh`: the gateway has refused the token of before for a reason that a
  // newer one may mend (it has expired, its key or the certificate was
  // changed). Ask whoever issues it, unless that was done a moment ago; what
  // is answered is also the answer to later calls without `refresh`.
  //
  // An error fails the call with the same status; UNAVAILABLE is tried again
  // as any other call. No error text holds a token or a part of one.
  virtual absl::StatusOr<std::string> Token(bool refresh) = 0;
};

// The token of a file that something else keeps up to date. Read again when
// the file changes; white space around the token is dropped. While a new file
// is being written (missing, empty) the token of before goes on being used,
// except after a refusal. Best written beside and renamed. FAILED_PRECONDITION
// if there is no token.
std::shared_ptr<TokenSource> TokenFile(std::string path);

}  // namespace trivsel::client

#endif  // TRIVSEL_CLIENT_TOKEN_SOURCE_H_
