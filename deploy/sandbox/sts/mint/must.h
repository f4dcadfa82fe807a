// What cannot fail with keys and texts of our own making: if it does all the
// same (no memory, a slip in a bad token's recipe), the program ends and says
// where. For sandbox and tests only; what comes from outside gets a Status.
#ifndef TRIVSEL_DEPLOY_SANDBOX_STS_MINT_MUST_H_
#define TRIVSEL_DEPLOY_SANDBOX_STS_MINT_MUST_H_

#include <cstdio>
#include <cstdlib>

namespace trivsel::sandbox::mint {

inline void Must(bool well, const char* what) {
  if (well) return;
  std::fprintf(stderr, "sandbox mint: %s failed\n", what);
  std::abort();
}

}  // namespace trivsel::sandbox::mint

#endif  // TRIVSEL_DEPLOY_SANDBOX_STS_MINT_MUST_H_
