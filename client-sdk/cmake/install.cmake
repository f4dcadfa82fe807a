# Installs trivsel-client as a CMake package: `cmake --install build
# --component trivsel-client --prefix DIR`. The static libraries that it is
# made of travel along; only trivsel::client and, with COMPONENTS sts,
# trivsel::client-sts are meant to be linked.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(COMPONENT trivsel-client)
set(PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/trivsel-client)

# The warnings are in the set because our targets link them privately; nobody
# who links trivsel::client gets them.
install(TARGETS trivsel_client trivsel_validator trivsel_validator_fhir
                trivsel_proto trivsel_proto_grpc trivsel_warnings
  EXPORT trivsel-client-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/trivsel-client
          COMPONENT ${COMPONENT})
install(EXPORT trivsel-client-targets NAMESPACE trivsel::
  DESTINATION ${PACKAGE_DIR} COMPONENT ${COMPONENT})
# A set of its own: who does not ask for it needs no libcurl.
install(TARGETS trivsel_client_sts EXPORT trivsel-client-sts-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/trivsel-client
          COMPONENT ${COMPONENT})
install(EXPORT trivsel-client-sts-targets NAMESPACE trivsel::
  DESTINATION ${PACKAGE_DIR} COMPONENT ${COMPONENT})
configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/trivsel-client-config.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/trivsel-client-config.cmake
  INSTALL_DESTINATION ${PACKAGE_DIR})
write_basic_package_version_file(
  ${CMAKE_CURRENT_BINARY_DIR}/trivsel-client-config-version.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/trivsel-client-config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/trivsel-client-config-version.cmake
  DESTINATION ${PACKAGE_DIR} COMPONENT ${COMPONENT})

# Public headers: ours, the mocks, the generated codes, and the messages.
install(DIRECTORY
  ${CMAKE_CURRENT_SOURCE_DIR}/include/
  ${CMAKE_CURRENT_BINARY_DIR}/include/
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT ${COMPONENT}
  FILES_MATCHING PATTERN "*.h")
install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/mocks/mock_connection.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/trivsel/client/mocks
  COMPONENT ${COMPONENT})
install(DIRECTORY ${PROJECT_BINARY_DIR}/proto/
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT ${COMPONENT}
  FILES_MATCHING PATTERN "*.pb.h" PATTERN "CMakeFiles" EXCLUDE)
install(TARGETS trivsel RUNTIME
  DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${COMPONENT})
