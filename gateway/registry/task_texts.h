// What the tasks of a checklist are called, and what is to be done.
#ifndef TRIVSEL_GATEWAY_REGISTRY_TASK_TEXTS_H_
#define TRIVSEL_GATEWAY_REGISTRY_TASK_TEXTS_H_

#include "trivsel/gateway/v1/registry_onboarding.pb.h"

namespace trivsel::gateway::registry {

struct TaskText {
  trivsel::gateway::v1::OnboardingTaskKind kind;
  trivsel::gateway::v1::TaskOwner owner;
  const char* code;  // "connection_agreement"
  const char* danish_title;
  const char* english_title;
  const char* danish_advice;
  const char* english_advice;
};

// Of a kind that there is.
const TaskText& TextOf(trivsel::gateway::v1::OnboardingTaskKind kind);

// "kommune" / "municipality" …
const char* DanishOwner(trivsel::gateway::v1::TaskOwner owner);
const char* EnglishOwner(trivsel::gateway::v1::TaskOwner owner);
// "mangler" / "open" …
const char* DanishState(trivsel::gateway::v1::TaskState state);
const char* EnglishState(trivsel::gateway::v1::TaskState state);

}  // namespace trivsel::gateway::registry

#endif  // TRIVSEL_GATEWAY_REGISTRY_TASK_TEXTS_H_
