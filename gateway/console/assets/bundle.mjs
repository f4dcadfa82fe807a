// Puts together what the pages load: the design system's style sheet, the
// icons that it names, the fonts, our own style and script. Writes the files
// into a folder, and a C++ table that holds them as octets.
//
//   node bundle.mjs NODE_MODULES OWN_FOLDER OUTPUT_FOLDER
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [modules, own, out] = process.argv.slice(2);
const dist = join(modules, 'dkfds', 'dist');
const files = new Map();

// The sheet's own @font-face rules name formats that no browser of today
// needs; ours stand in console.css.
let css = readFileSync(join(dist, 'css', 'dkfds.min.css'), 'utf8')
  .replace(/@font-face\{[^}]*\}/g, '')
  .replace(/\/\*# sourceMappingURL=.*?\*\//g, '');
css = css.replace(/url\((\.\.\/[^)]+)\)/g, (_, path) => {
  const name = basename(path);
  files.set(name, readFileSync(join(dist, 'css', path)));
  return `url(${name})`;
});
files.set('dkfds.css', Buffer.from(css));
for (const weight of ['Regular', 'SemiBold', 'Bold', 'Italic']) {
  const name = `IBMPlexSans-${weight}.woff2`;
  files.set(name, readFileSync(join(dist, 'fonts/IBMPlexSans/complete/woff2', name)));
}
files.set('dkfds-license.txt', readFileSync(join(modules, 'dkfds', 'LICENSE.md')));
for (const name of ['console.css', 'console.js', 'favicon.svg']) {
  files.set(name, readFileSync(join(own, name)));
}

const types = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
};
const hash = createHash('sha256');
const names = [...files.keys()].sort();
for (const name of names) hash.update(name).update('\0').update(files.get(name));
const version = hash.digest('hex').slice(0, 16);

rmSync(join(out, 'files'), { recursive: true, force: true });
mkdirSync(join(out, 'files'), { recursive: true });
let assembly = '';
let externs = '';
let table = '';
names.forEach((name, i) => {
  const file = join(out, 'files', name);
  const type = types[name.split('.').pop()];
  if (!type) throw new Error(`no type for ${name}`);
  writeFileSync(file, files.get(name));
  assembly += `"trivsel_asset_${i}: .incbin \\"${file}\\"\\n"\n` +
    `"trivsel_asset_end_${i}: .byte 0\\n"\n`;
  externs += `extern const char trivsel_asset_${i}[];\n` +
    `extern const char trivsel_asset_end_${i}[];\n`;
  table += `      {"${name}", "${type}", Octets(trivsel_asset_${i}, trivsel_asset_end_${i})},\n`;
});
writeFileSync(join(out, 'asset_table.cc'), `// Made by gateway/console/assets/bundle.mjs.
#include "gateway/console/asset_table.h"

__asm__(
".pushsection .rodata\\n"
${assembly}".popsection\\n");
extern "C" {
${externs}}

namespace trivsel::gateway::console {
namespace {
std::string_view Octets(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}
}  // namespace

std::string_view AssetVersion() { return "${version}"; }

const std::vector<Asset>& AssetTable() {
  static const auto* table = new std::vector<Asset>{
${table}  };
  return *table;
}

}  // namespace trivsel::gateway::console
`);
