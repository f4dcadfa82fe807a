#include "gateway/registry/task_texts.h"

#include <iterator>

namespace trivsel::gateway::registry {
namespace {

namespace v1 = trivsel::gateway::v1;

constexpr TaskText kTexts[] = {
    {v1::ONBOARDING_TASK_KIND_CONNECTION_AGREEMENT, v1::TASK_OWNER_MUNICIPALITY,
     "connection_agreement", "Tilslutningsaftalen er underskrevet",
     "Connection agreement signed",
     "Underskriv tilslutningsaftalen, og giv gatewayens registrator reference, "
     "dato og dokument.",
     "Sign the connection agreement, and give the gateway's registrar its "
     "reference, date and document."},
    {v1::ONBOARDING_TASK_KIND_DATA_PROCESSING_AGREEMENT,
     v1::TASK_OWNER_MUNICIPALITY, "data_processing_agreement",
     "Databehandleraftalen er underskrevet", "Data processing agreement signed",
     "Underskriv databehandleraftalen, og giv gatewayens registrator "
     "reference, dato og dokument.",
     "Sign the data processing agreement, and give the gateway's registrar its "
     "reference, date and document."},
    {v1::ONBOARDING_TASK_KIND_ARCHIVE, v1::TASK_OWNER_REGISTRAR, "archive",
     "De underskrevne aftaler er arkiveret", "Signed agreements archived",
     "Læg det underskrevne dokument i arkivet, før signatursystemet sletter "
     "det: trivselctl agreement archive NR --document FIL.",
     "Put the signed document into the archive before the signature system "
     "deletes it: trivselctl agreement archive ID --document FILE."},
    {v1::ONBOARDING_TASK_KIND_CONTACT_IT, v1::TASK_OWNER_MUNICIPALITY,
     "contact_it", "It-ansvarlig er udpeget", "It contact named",
     "Oplys, hvem der er it-ansvarlig for indberetningen.",
     "Say who is responsible for the reporting's it."},
    {v1::ONBOARDING_TASK_KIND_CONTACT_DATA_PROTECTION,
     v1::TASK_OWNER_MUNICIPALITY, "contact_data_protection",
     "Ansvarlig for databeskyttelse er udpeget",
     "Data protection contact named",
     "Oplys, hvem der er ansvarlig for databeskyttelse.",
     "Say who is responsible for data protection."},
    {v1::ONBOARDING_TASK_KIND_CONTACT_PROFESSIONAL, v1::TASK_OWNER_MUNICIPALITY,
     "contact_professional", "Fagligt ansvarlig er udpeget",
     "Professional contact named",
     "Oplys, hvem der er fagligt ansvarlig for det, der indberettes.",
     "Say who is professionally responsible for what is reported."},
    {v1::ONBOARDING_TASK_KIND_SUBMITTER, v1::TASK_OWNER_MUNICIPALITY,
     "submitter", "Fagsystemet er valgt", "Vendor system chosen",
     "Vælg det fagsystem, der skal indberette, og sig det til gatewayens "
     "registrator.",
     "Choose the vendor system that will report, and tell the gateway's "
     "registrar."},
    {v1::ONBOARDING_TASK_KIND_CREDENTIAL, v1::TASK_OWNER_VENDOR, "credential",
     "Fagsystemets certifikat eller nøgle er registreret",
     "Vendor system's certificate or key registered",
     "Send certifikatet eller den offentlige nøgle (aldrig den private) til "
     "gatewayens registrator.",
     "Send the certificate or the public key (never the private one) to the "
     "gateway's registrar."},
    {v1::ONBOARDING_TASK_KIND_REPORT_ACCEPTED, v1::TASK_OWNER_VENDOR,
     "report_accepted", "Første prøverapport er godtaget",
     "First test report accepted",
     "Send en prøverapport; trivsel doctor viser, hvad der er i vejen.",
     "Send a test report; trivsel doctor shows what is in the way."},
    {v1::ONBOARDING_TASK_KIND_REPORT_CONFIRMED, v1::TASK_OWNER_REGISTRAR,
     "report_confirmed", "Første rapport er bekræftet af modtageren",
     "First report confirmed by the receiver",
     "Følg leveringen, til modtageren har bekræftet: trivselctl delivery "
     "status.",
     "Follow the delivery until the receiver has confirmed: trivselctl "
     "delivery status."},
};

}  // namespace

const TaskText& TextOf(v1::OnboardingTaskKind kind) {
  for (const TaskText& text : kTexts) {
    if (text.kind == kind) return text;
  }
  return kTexts[std::size(kTexts) - 1];
}

const char* DanishOwner(v1::TaskOwner owner) {
  switch (owner) {
    case v1::TASK_OWNER_MUNICIPALITY:
      return "kommune";
    case v1::TASK_OWNER_VENDOR:
      return "leverandør";
    case v1::TASK_OWNER_REGISTRAR:
      return "gatewayens registrator";
    default:
      return "";
  }
}

const char* EnglishOwner(v1::TaskOwner owner) {
  switch (owner) {
    case v1::TASK_OWNER_MUNICIPALITY:
      return "municipality";
    case v1::TASK_OWNER_VENDOR:
      return "vendor";
    case v1::TASK_OWNER_REGISTRAR:
      return "the gateway's registrar";
    default:
      return "";
  }
}

const char* DanishState(v1::TaskState state) {
  switch (state) {
    case v1::TASK_STATE_DONE:
      return "gjort";
    case v1::TASK_STATE_OPEN:
      return "mangler";
    case v1::TASK_STATE_WAITING:
      return "venter";
    case v1::TASK_STATE_ENDING:
      return "udløber snart";
    case v1::TASK_STATE_OVERDUE:
      return "overskredet";
    default:
      return "";
  }
}

const char* EnglishState(v1::TaskState state) {
  switch (state) {
    case v1::TASK_STATE_DONE:
      return "done";
    case v1::TASK_STATE_OPEN:
      return "open";
    case v1::TASK_STATE_WAITING:
      return "waiting";
    case v1::TASK_STATE_ENDING:
      return "ending";
    case v1::TASK_STATE_OVERDUE:
      return "overdue";
    default:
      return "";
  }
}

}  // namespace trivsel::gateway::registry
