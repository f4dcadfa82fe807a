// What the structure-aware mutators share: libFuzzer's own mutator, and
// choices drawn from the seed that it gives.
#ifndef TRIVSEL_TESTS_FUZZ_CHOICE_H_
#define TRIVSEL_TESTS_FUZZ_CHOICE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

// Of libFuzzer.
extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace trivsel::fuzz {

class Choice {
 public:
  explicit Choice(unsigned seed) : random_(seed) {}

  // Below `limit`, which is not 0.
  size_t Below(size_t limit) { return random_() % limit; }
  bool OneIn(size_t n) { return Below(n) == 0; }

  // Texts that rules look at: forms, edges of forms, and what is hostile.
  std::string Text() {
    static constexpr std::array<std::string_view, 40> kTexts = {
        "",
        " ",
        "0505149996",
        "050514-9996",
        "2512489996",
        "urn:oid:1.2.208.176.1.2",
        "urn:oid:1.2.208.176.1.1",
        "https://www.gs1.org/gln",
        "451000016003",
        "Patient/josefine",
        "#p",
        "CarePlan/x",
        "urn:uuid:0b0e4a3a-5a8b-4d8b-8a58-2b2d2f6b6a01",
        "https://fagsystem.example/fhir/Patient/josefine",
        "https://fagsystem.example/fhir/Patient/josefine/_history/1",
        "2025",
        "2025-02-29",
        "2024-02-29",
        "2025-05-14T11:12:05.250+02:00",
        "2016-12-31T23:59:60Z",
        "0000-00-00",
        "9999-12-31T23:59:59+14:00",
        "2025-05-14T24:00:00Z",
        "active",
        "completed",
        "entered-in-error",
        "finished",
        "official",
        "collection",
        "plan",
        "http://fhir.kl.dk/term/CodeSystem/LTT",
        "http://fhir.kl.dk/term/CodeSystem/FFBMessagingCodes",
        "Sk\xC3\xB8nt \xF0\x9F\x98\x80",
        "\t",
        "\x0B\x0C",
        "a\nb",
        "\x7F",
        "\xE2\x80\xAE",
        "<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>",
        "true"};
    return std::string(kTexts[Below(kTexts.size())]);
  }

  // `text` changed as libFuzzer changes bytes.
  std::string Mutate(std::string text) {
    const size_t size = text.size();
    text.resize(size + 16);
    text.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(text.data()), size,
                                 text.size()));
    return text;
  }

 private:
  std::minstd_rand random_;
};

}  // namespace trivsel::fuzz

#endif  // TRIVSEL_TESTS_FUZZ_CHOICE_H_
