// The tests' main: what the daemon's main does before gRPC is first used.
#include <gtest/gtest.h>

#include "gateway/server_credentials.h"

int main(int argc, char** argv) {
  // For the clients of this process it holds too; they speak 1.3.
  trivsel::gateway::ForbidOldTls();
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
