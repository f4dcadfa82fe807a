# Installs trivsel-client into an empty folder, builds the examples against it
# as a vendor would, and runs one.
# Needs BUILD (our build folder), EXAMPLES, WORK (a folder to use).
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result OUTPUT_VARIABLE out
                  ERROR_VARIABLE out)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGV}\n${out}")
  endif()
  set(OUT "${out}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --component trivsel-client
    --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -G Ninja -S ${EXAMPLES} -B ${WORK}/build
    -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_CXX_STANDARD=20
    -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER})
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/submit_report)
if(NOT OUT MATCHES "^built [0-9a-f-]+\n$")
  message(FATAL_ERROR "unexpected: ${OUT}")
endif()
run(${WORK}/prefix/bin/trivsel --help)
file(REMOVE_RECURSE ${WORK})
