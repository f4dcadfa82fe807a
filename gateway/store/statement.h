// SQL as it is embedded from queries/*.sql and migrations/*.sql.
#ifndef TRIVSEL_GATEWAY_STORE_STATEMENT_H_
#define TRIVSEL_GATEWAY_STORE_STATEMENT_H_

namespace trivsel::gateway::store {

// One statement, prepared under its name on each connection that runs it; must
// outlive those connections, which know it by its address.
struct Statement {
  const char* name;
  const char* sql;
};

// One step forward of the schema.
struct Migration {
  int number;
  const char* name;
  const char* sql;
};

}  // namespace trivsel::gateway::store

#endif  // TRIVSEL_GATEWAY_STORE_STATEMENT_H_
