// Name and port: is there anybody at that address.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "client-sdk/cli/doctor/checkup.h"

namespace trivsel::cli::doctor {
namespace {

constexpr absl::Duration kLookUp = absl::Seconds(5);
constexpr absl::Duration kConnect = absl::Seconds(5);
constexpr size_t kMaxAddresses = 8;

struct LookedUp {
  int error = EAI_AGAIN;
  std::vector<Address> addresses = {};
};

LookedUp LookUp(const std::string& host, const std::string& port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  LookedUp out;
  out.error = getaddrinfo(host.c_str(), port.c_str(), &wanted, &found);
  if (out.error != 0) return out;
  for (const addrinfo* a = found;
       a != nullptr && out.addresses.size() < kMaxAddresses; a = a->ai_next) {
    Address address;
    std::memcpy(&address.socket, a->ai_addr, a->ai_addrlen);
    address.size = a->ai_addrlen;
    char text[NI_MAXHOST] = "";
    getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof text, nullptr, 0,
                NI_NUMERICHOST);
    address.text = text;
    out.addresses.push_back(std::move(address));
  }
  freeaddrinfo(found);
  return out;
}

// The resolver knows no deadline: it is left behind when it takes too long.
LookedUp LookUpWithin(const std::string& host, const std::string& port,
                      absl::Duration patience) {
  auto promise = std::make_shared<std::promise<LookedUp>>();
  std::future<LookedUp> answer = promise->get_future();
  std::thread([promise, host, port] {
    promise->set_value(LookUp(host, port));
  }).detach();
  if (answer.wait_for(absl::ToChronoMilliseconds(patience)) !=
      std::future_status::ready) {
    return {};
  }
  return answer.get();
}

// A connected socket, or -1 and errno.
int ConnectTo(const Address& address, absl::Duration patience) {
  const int fd = socket(address.socket.ss_family,
                        SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  int error = 0;
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address.socket),
              address.size) != 0) {
    error = errno;
  }
  if (error == EINPROGRESS) {
    pollfd waiting{fd, POLLOUT, 0};
    const int ready = poll(
        &waiting, 1, static_cast<int>(absl::ToInt64Milliseconds(patience)));
    socklen_t size = sizeof error;
    if (ready <= 0) {
      error = ETIMEDOUT;
    } else {
      getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    }
  }
  if (error == 0) {
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    return fd;
  }
  close(fd);
  errno = error;
  return -1;
}

Finding Unreachable(Words said, Words advice) {
  Finding finding = Failed(std::move(said), std::move(advice));
  finding.unreachable = true;
  return finding;
}

Finding NobodyThere(const std::string& where, int error) {
  const std::string why = std::strerror(error);
  if (error == ECONNREFUSED) {
    return Unreachable(
        {"intet lytter på " + where, "nothing listens at " + where},
        {"kører gatewayen, og er porten den rigtige?",
         "is the gateway running, and is the port right?"});
  }
  return Unreachable(
      {where + " kan ikke nås: " + why, where + " cannot be reached: " + why},
      {"spørg netværksfolkene, om firewallen lader forbindelsen "
       "passere",
       "ask the network people whether the firewall lets the "
       "connection pass"});
}

}  // namespace

Finding CheckDns(Checkup* checkup) {
  if (checkup->host.empty()) {
    return Skipped(
        {"en unix-socket har intet navn", "a unix socket has no name"});
  }
  LookedUp found =
      LookUpWithin(checkup->host, checkup->port, checkup->Patience(kLookUp));
  if (found.error != 0) {
    const std::string why = gai_strerror(found.error);
    return Unreachable(
        {"navnet " + checkup->host + " kan ikke slås op: " + why,
         "the name " + checkup->host + " cannot be looked up: " + why},
        {"se efter stavefejl, og at maskinens DNS svarer",
         "look for a misspelling, and check that the machine's DNS answers"});
  }
  checkup->addresses = std::move(found.addresses);
  std::string list;
  for (const Address& address : checkup->addresses) {
    list += (list.empty() ? "" : ", ") + address.text;
  }
  return Good({checkup->host + " er " + list, checkup->host + " is " + list});
}

Finding CheckTcp(Checkup* checkup) {
  if (checkup->host.empty()) return Skipped({"unix-socket", "unix socket"});
  int fd = -1, error = EHOSTUNREACH;
  std::string where;
  for (const Address& address : checkup->addresses) {
    where = address.text + " port " + checkup->port;
    fd = ConnectTo(address, checkup->Patience(kConnect));
    if (fd >= 0) break;
    // What refuses says more than what cannot be reached.
    if (error != ECONNREFUSED) error = errno;
  }
  if (fd < 0) return NobodyThere(where, error);
  if (!checkup->gateway.insecure) {
    checkup->tls = ProbeTls(fd, checkup->host, checkup->tls_files(),
                            checkup->Patience(kConnect));
  }
  close(fd);
  return Good({"forbundet med " + where, "connected to " + where});
}

}  // namespace trivsel::cli::doctor
