#include "tests/integration/tls_probe.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/sync_stream.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>

#include <vector>

namespace trivsel::gateway {

namespace {

using Connection = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

// After the handshake; null if there is none.
Connection Shake(const std::string& address, const std::string& ca_file,
                 const testing::CertifiedKey& key, int version) {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
      SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  EXPECT_EQ(
      SSL_CTX_load_verify_locations(context.get(), ca_file.c_str(), nullptr),
      1);
  EXPECT_EQ(
      SSL_CTX_use_certificate_chain_file(context.get(), key.cert_file.c_str()),
      1);
  EXPECT_EQ(SSL_CTX_use_PrivateKey_file(context.get(), key.key_file.c_str(),
                                        SSL_FILETYPE_PEM),
            1);
  Connection connection(BIO_new_ssl_connect(context.get()), BIO_free_all);
  BIO_set_conn_hostname(connection.get(), address.c_str());
  SSL* ssl = nullptr;
  BIO_get_ssl(connection.get(), &ssl);
  static const unsigned char kHttp2[] = {2, 'h', '2'};
  SSL_set_alpn_protos(ssl, kHttp2, sizeof kHttp2);
  if (BIO_do_connect(connection.get()) != 1 ||
      BIO_do_handshake(connection.get()) != 1) {
    return Connection(nullptr, BIO_free_all);
  }
  return connection;
}

}  // namespace

std::string ProbeTls(const std::string& address, const std::string& ca_file,
                     const testing::CertifiedKey& key, int version) {
  const Connection connection = Shake(address, ca_file, key, version);
  if (connection == nullptr) return "";
  SSL* ssl = nullptr;
  BIO_get_ssl(connection.get(), &ssl);
  return SSL_get_version(ssl);
}

std::string ServedCertificate(const std::string& address,
                              const std::string& ca_file,
                              const testing::CertifiedKey& key) {
  const Connection connection = Shake(address, ca_file, key, TLS1_3_VERSION);
  if (connection == nullptr) return "";
  SSL* ssl = nullptr;
  BIO_get_ssl(connection.get(), &ssl);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      SSL_get1_peer_certificate(ssl), X509_free);
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> text(BIO_new(BIO_s_mem()),
                                                           BIO_free_all);
  if (certificate == nullptr ||
      PEM_write_bio_X509(text.get(), certificate.get()) != 1) {
    return "";
  }
  char* octets = nullptr;
  const long size = BIO_get_mem_data(text.get(), &octets);
  return std::string(octets, static_cast<size_t>(size));
}

std::string ReflectionAnswer(const std::shared_ptr<grpc::Channel>& channel) {
  // By hand: the message classes of reflection are inside gRPC's library, and
  // a second copy of them would not start. Field 7 asks for the services.
  const grpc::Slice ask(std::string("\x3a\x01*", 3));
  const grpc::internal::RpcMethod method(
      "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
      grpc::internal::RpcMethod::BIDI_STREAMING);
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>>
      stream(grpc::internal::ClientReaderWriterFactory<
             grpc::ByteBuffer, grpc::ByteBuffer>::Create(channel.get(), method,
                                                         &context));
  grpc::ByteBuffer answer;
  EXPECT_TRUE(stream->Write(grpc::ByteBuffer(&ask, 1)));
  EXPECT_TRUE(stream->Read(&answer));
  stream->WritesDone();
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(answer.Dump(&slices).ok());
  std::string text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

}  // namespace trivsel::gateway
