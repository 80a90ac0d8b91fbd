// Preloaded into a measured process: tells its peak resident memory in kilobytes on descriptor 3 as it ends.
const { writeSync } = require('node:fs');

process.on('exit', () => {
  writeSync(3, String(process.resourceUsage().maxRSS));
});
