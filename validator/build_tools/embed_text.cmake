# Writes a text file into a C++ source as one string constant.
#   cmake -DIN=<text> -DOUT=<cc> -P embed_text.cmake
file(READ "${IN}" text)
file(WRITE "${OUT}.new" "// Generated from a file of validator/terminology/.
#include \"validator/terminology.h\"
namespace trivsel::validator {
std::string_view Terminology::BuiltInText() {
  return R\"textproto(${text})textproto\";
}
}  // namespace trivsel::validator
")
file(RENAME "${OUT}.new" "${OUT}")
