// A vendor's machine: certificates, a folder, and the command.
#ifndef TRIVSEL_TESTS_CLIENT_SDK_ACCESS_ACCESS_SCENE_H_
#define TRIVSEL_TESTS_CLIENT_SDK_ACCESS_ACCESS_SCENE_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/client-sdk/backload/running_command.h"
#include "tests/support/dev_certificates.h"

namespace trivsel::cli {

class AccessScene : public ::testing::Test {
 protected:
  AccessScene() {
    std::string pattern = ::testing::TempDir() + "trivsel-access-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~AccessScene() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const {
    return (folder_ / name).string();
  }
  std::string Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
    return Path(name);
  }
  std::string Read(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  testing::Finished Run(const std::vector<std::string>& arguments) const {
    return testing::RunningCommand(folder_.string(), arguments).Wait();
  }
  // With the vendor's certificate in front.
  testing::Finished RunAsVendor(const std::vector<std::string>& more) const {
    std::vector<std::string> all = {"--cert", vendor_.cert_file,
                                    "--key",  vendor_.key_file,
                                    "--ca",   certificates_.ca().cert_file};
    all.insert(all.end(), more.begin(), more.end());
    return Run(all);
  }
  static std::vector<nlohmann::json> Lines(const std::string& out) {
    std::vector<nlohmann::json> lines;
    std::istringstream stream(out);
    for (std::string line; std::getline(stream, line);) {
      lines.push_back(nlohmann::json::parse(line));
    }
    return lines;
  }

  std::filesystem::path folder_;
  testing::DevCertificates certificates_;
  const testing::CertifiedKey vendor_ = certificates_.Client("vendor");
};

}  // namespace trivsel::cli

#endif  // TRIVSEL_TESTS_CLIENT_SDK_ACCESS_ACCESS_SCENE_H_
