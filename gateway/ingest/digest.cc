#include "gateway/ingest/digest.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <memory>

namespace trivsel::gateway::ingest {
namespace {

// Fetched once: looking the algorithm up costs more than a small digest.
const EVP_MD* Sha256() {
  static const EVP_MD* const algorithm =
      EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

}  // namespace

queue::Digest ContentDigest(queue::ContentForm form, std::string_view content) {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>
      context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto form_byte = static_cast<unsigned char>(form);
  queue::Digest digest{};
  unsigned size = 0;
  // Can fail only for want of memory or of the algorithm itself; a digest that
  // is not one would mix up reports.
  if (EVP_DigestInit_ex2(context.get(), Sha256(), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), &form_byte, 1) != 1 ||
      EVP_DigestUpdate(context.get(), content.data(), content.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), digest.data(), &size) != 1) {
    std::abort();
  }
  return digest;
}

}  // namespace trivsel::gateway::ingest
