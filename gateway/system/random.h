// Randomness, as an interface so that every choice can be drawn from a seed.
#ifndef TRIVSEL_GATEWAY_SYSTEM_RANDOM_H_
#define TRIVSEL_GATEWAY_SYSTEM_RANDOM_H_

#include <mutex>
#include <random>

namespace trivsel::gateway {

// Thread safe. Not for keys: those come from OpenSSL.
class Random {
 public:
  virtual ~Random() = default;
  // Uniform in [0, 1).
  virtual double Uniform() = 0;
};

// Seeded from the machine.
class SystemRandom final : public Random {
 public:
  SystemRandom() : engine_(std::random_device{}()) {}
  double Uniform() override {
    std::lock_guard lock(mutex_);
    return std::uniform_real_distribution<double>(0, 1)(engine_);
  }

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_SYSTEM_RANDOM_H_
