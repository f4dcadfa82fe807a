// A registry of two municipalities and two submitters on a database of its own.
#ifndef TRIVSEL_TESTS_GATEWAY_STORE_REGISTRY_FIXTURE_H_
#define TRIVSEL_TESTS_GATEWAY_STORE_REGISTRY_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "gateway/store/pool.h"
#include "gateway/store/registry.h"
#include "tests/support/postgres_cluster.h"

namespace trivsel::gateway::store {

inline constexpr char kHolbaek[] = "29189447";
inline constexpr char kKorsbaek[] = "11111111";

class RegistryFixture : public ::testing::Test {
 protected:
  RegistryFixture()
      : pool_(testing::NewPool(testing::PostgresCluster::Get().NewStore())),
        registry_(pool_.get()) {}

  void SetUp() override {
    ASSERT_TRUE(
        registry_
            .PutMunicipality(
                "test", {0, kHolbaek, "Holbæk Kommune", {"403441000016007"}})
            .ok());
    ASSERT_TRUE(
        registry_
            .PutMunicipality(
                "test", {0, kKorsbaek, "Korsbæk Kommune", {"451000016003"}})
            .ok());
    ASSERT_TRUE(registry_.PutSubmitter("test", "Fagsystem A").ok());
    ASSERT_TRUE(registry_.PutSubmitter("test", "Fagsystem B").ok());
  }

  // Runs SQL and hands its first column of its first row as a number.
  int64_t Number(const Statement& statement) {
    auto rows = pool_->Execute(statement, Params());
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() && rows->rows() > 0 ? rows->Int64(0, 0) : -1;
  }
  void Run(const std::string& sql) {
    auto connection = pool_->Borrow();
    ASSERT_TRUE(connection.ok()) << connection.status();
    const absl::Status done = (*connection)->Run("test", sql);
    ASSERT_TRUE(done.ok()) << done << sql;
  }

  static std::string Fingerprint(char digit) { return std::string(64, digit); }

  std::unique_ptr<Pool> pool_;
  Registry registry_;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_TESTS_GATEWAY_STORE_REGISTRY_FIXTURE_H_
