// perf script on standard input, a flame graph (SVG) on standard output: each
// box is a function, as wide as the share of samples in which it was running or
// waiting for what it called.
import { createInterface } from 'node:readline';

const root = { name: 'all', count: 0, below: new Map() };

function add(frames) {
  let node = root;
  node.count += 1;
  for (const name of frames) {
    if (!node.below.has(name)) {
      node.below.set(name, { name, count: 0, below: new Map() });
    }
    node = node.below.get(name);
    node.count += 1;
  }
}

// A sample is a line with the thread's name, then one line a frame from the
// inside out ("  7f… symbol+0x12 (library)"), then an empty line.
let thread = null;
let frames = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line === '') {
    if (thread !== null && frames.length > 0) add([thread, ...frames.reverse()]);
    thread = null;
    frames = [];
  } else if (thread === null) {
    thread = line.trim().split(/\s+\d/)[0];
  } else {
    const frame = /^\s*[0-9a-f]+ (.*) \(([^)]*)\)$/.exec(line);
    if (frame === null) continue;
    const library = frame[2].split('/').pop();
    const name = frame[1].replace(/\+0x[0-9a-f]+$/, '');
    frames.push(name === '[unknown]' ? `[${library}]` : name);
  }
}

const kWidth = 1200;
const kRow = 17;
const kLeast = 0.5;  // narrower boxes are left out
const boxes = [];
let depth = 0;

function place(node, x, level) {
  const width = (node.count / root.count) * kWidth;
  if (width < kLeast) return;
  depth = Math.max(depth, level);
  boxes.push({ node, x, width, level });
  let next = x;
  for (const child of [...node.below.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    place(child, next, level + 1);
    next += (child.count / root.count) * kWidth;
  }
}

const escaped = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

function colour(name) {
  if (name.includes('trivsel::')) return '#8fc7a5';
  if (name.includes('grpc') || name.includes('tsi_') || name.includes('SSL')) return '#e8a56b';
  if (name.includes('google::protobuf')) return '#9db7e0';
  return '#e6d08a';
}

if (root.count === 0) {
  console.error('flame: no samples');
  process.exit(1);
}
place(root, 0, 0);
const height = (depth + 1) * kRow + 10;
const lines = [
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${kWidth} ${height}" font-family="monospace" font-size="11">`,
];
for (const { node, x, width, level } of boxes) {
  const y = height - (level + 1) * kRow - 5;
  const share = ((100 * node.count) / root.count).toFixed(1);
  const room = Math.floor(width / 6.6);
  const label = room < 4 ? '' : node.name.length <= room ? node.name : `${node.name.slice(0, room - 1)}…`;
  lines.push(
    `<g><title>${escaped(node.name)}: ${share} %</title>` +
      `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${kRow - 1}" fill="${colour(node.name)}"/>` +
      `<text x="${(x + 2).toFixed(1)}" y="${y + 12}">${escaped(label)}</text></g>`,
  );
}
lines.push('</svg>');
console.log(lines.join('\n'));
