// The gateway's data folder: where it is, and what lies in it.
#ifndef TRIVSEL_GATEWAY_DATA_FOLDER_H_
#define TRIVSEL_GATEWAY_DATA_FOLDER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace trivsel::gateway {

// /var/lib/trivsel as root, else $XDG_STATE_HOME/trivsel, else
// ~/.local/state/trivsel.
std::string DefaultDataFolder();

// Makes the folder and those above it. Others may pass through, as the
// database runs under another user, but see nothing.
absl::Status MakeDataFolder(const std::string& folder);

// <folder>/citizen.key
std::string CitizenKeyFile(const std::string& folder);

// Leaves the address of the database for trivselctl, mode 0600.
absl::Status WriteDatabaseFile(const std::string& folder,
                               const std::string& database);
// NOT_FOUND with a sentence for people if no gateway has left it.
absl::StatusOr<std::string> ReadDatabaseFile(const std::string& folder);

// Writes a small file in one step: readers see the old or the new one.
absl::Status ReplaceFile(const std::string& path, const std::string& content,
                         int mode);

}  // namespace trivsel::gateway

#endif  // TRIVSEL_GATEWAY_DATA_FOLDER_H_
